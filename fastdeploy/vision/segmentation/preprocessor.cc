// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/preprocessor.h"

#include <algorithm>
#include <utility>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/internal/paddlex_export.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/segmentation/internal/dialect.h"

namespace fastdeploy::vision::segmentation {
namespace {

using transform::FixedSize;
using transform::Resize;
using transform::Step;
using transform::ToSize;

/// The step with the target of a resize in portrait format.
Step Portrait(Step step) {
  auto* resize = std::get_if<Resize>(&step);
  auto* size = resize == nullptr ? nullptr : std::get_if<ToSize>(&resize->rule);
  if (size != nullptr && size->width > size->height) std::swap(size->width, size->height);
  return step;
}

}  // namespace

PaddleSegPreprocessor::PaddleSegPreprocessor(const std::string& config_file, bool matting) {
  const Yaml yaml = Yaml::Load(config_file);
  if (!PaddleXTask(yaml).empty()) {
    preparation_ = ReadPaddleXExport(yaml, "segmenter").preparation;
    return;
  }
  const Yaml deploy = yaml.At("Deploy");
  const Dialect dialect = DialectOf(yaml, matting);
  preparation_ = ReadTransforms(deploy.At("transforms"), dialect);
  input_shape_ = ReadInputShape(deploy, dialect);
  if (input_shape_[2] < 1 || input_shape_[3] < 1) return;
  FitTo({static_cast<int>(input_shape_[3]), static_cast<int>(input_shape_[2])}, dialect,
        &preparation_);
}

PaddleSegPreprocessor::Geometry PaddleSegPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  outputs->resize(1);
  if (!vertical_) return Prepare(images, preparation_, {}, scratch, &outputs->front());
  Preparation portrait = preparation_;
  std::ranges::transform(portrait.steps, portrait.steps.begin(), Portrait);
  return Prepare(images, portrait, {}, scratch, &outputs->front());
}

bool PaddleSegPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs,
                                ImgsInfo* imgs_info) const {
  if (!ImagePreprocessor::Run(images, outputs)) return false;
  if (imgs_info == nullptr) return true;
  auto& sizes = (*imgs_info)["shape_info"];
  sizes.clear();
  for (const FDMat& image : *images) sizes.push_back({image.Height(), image.Width()});
  return true;
}

std::vector<int64_t> PaddleSegPreprocessor::InputShape() const {
  auto [n, c, h, w] = input_shape_;
  const std::vector<Step>& steps = preparation_.steps;
  const cv::Size size = FixedSize(steps);
  const bool may_be_portrait =
      std::ranges::any_of(steps, [](const Step& step) { return Portrait(step) != step; });
  if (h < 1 && w < 1 && !size.empty() && !may_be_portrait) {
    h = size.height;
    w = size.width;
  }
  return TensorShape(n > 0 ? n : 1, h, w, preparation_.layout);
}

}  // namespace fastdeploy::vision::segmentation
