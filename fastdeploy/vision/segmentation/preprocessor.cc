// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/preprocessor.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/segmentation/read_transforms.h"

namespace fastdeploy::vision::segmentation {
namespace {

constexpr int64_t kLongestSide = 1 << 20;
constexpr size_t kMostKept = 32 << 20;  // bytes of one buffer of the scratch

/// [N, C, H, W] with -1 for what the exporter left open.
std::array<int64_t, 4> ReadInputShape(const Yaml& deploy) {
  std::array<int64_t, 4> shape = {-1, 3, -1, -1};
  if (!deploy.Has("input_shape")) return shape;
  const Yaml yaml = deploy.At("input_shape");
  const std::vector<Yaml> dims = yaml.Items();
  if (dims.size() != shape.size()) yaml.Fail("expected four numbers: N, C, H, W");
  for (size_t i = 0; i < shape.size(); ++i) {
    shape[i] = dims[i].IsNull() ? -1 : dims[i].As<int64_t>();
    if (shape[i] == -1) continue;
    if (shape[i] < 1 || shape[i] > kLongestSide) dims[i].Fail("expected a size, or -1");
  }
  if (shape[1] != 3 && shape[1] != -1) dims[1].FailUnsupported("only 3 channels are supported");
  return shape;
}

Dialect DialectOf(const Yaml& yaml, bool matting) {
  if (matting) return Dialect::kMatting;
  const bool paddlex = yaml.Has("Global") && yaml.At("Global").Has("model_name");
  return paddlex ? Dialect::kPaddleX : Dialect::kPaddleSeg;
}

/// Adds what makes every image come out in the size that the exporter fixed.
void FitTo(cv::Size size, Dialect dialect, Transforms* transforms) {
  std::vector<SizeStep>& steps = transforms->steps;
  if (size.empty() || !FixedSize(steps).empty()) return;
  if (dialect != Dialect::kMatting) {
    // PaddleSeg's images are floats, and its steps so far have made them so.
    if (steps.empty() && dialect == Dialect::kPaddleSeg) steps.emplace_back(ToFloat());
    steps.emplace_back(Rescale{ToSize{size.width, size.height}});
    return;
  }
  const auto& mean = transforms->normalize.mean;  // RGB; the images are BGR
  const double scale = transforms->normalize.scale;
  steps.emplace_back(Rescale{ShrinkInto{size.width, size.height}});
  steps.emplace_back(ToFloat());
  steps.emplace_back(
      Pad{size.width, size.height, {mean[2] / scale, mean[1] / scale, mean[0] / scale}});
}

std::vector<int64_t> TensorShape(size_t images, cv::Size size, bool chw) {
  const auto n = static_cast<int64_t>(images);
  return chw ? std::vector<int64_t>{n, 3, size.height, size.width}
             : std::vector<int64_t>{n, size.height, size.width, 3};
}

/// The step for an upright picture.
SizeStep Upright(SizeStep step) {
  auto* rescale = std::get_if<Rescale>(&step);
  auto* size = rescale == nullptr ? nullptr : std::get_if<ToSize>(&rescale->rule);
  if (size != nullptr && size->width > size->height) std::swap(size->width, size->height);
  return step;
}

}  // namespace

PaddleSegPreprocessor::PaddleSegPreprocessor(const std::string& config_file, bool matting) {
  const Yaml yaml = Yaml::Load(config_file);
  const Yaml deploy = yaml.At("Deploy");
  const Dialect dialect = DialectOf(yaml, matting);
  transforms_ = ReadTransforms(deploy.At("transforms"), dialect);
  input_shape_ = ReadInputShape(deploy);
  if (input_shape_[2] < 1 || input_shape_[3] < 1) return;
  FitTo({static_cast<int>(input_shape_[3]), static_cast<int>(input_shape_[2])}, dialect,
        &transforms_);
}

cv::Mat PaddleSegPreprocessor::Prepare(const cv::Mat& image, Scratch* scratch,
                                       ImageGeometry* geometry) const {
  CheckImage(image);
  geometry->original = image.size();
  scratch->buffers.resize(transforms_.steps.size());
  cv::Mat prepared = image;
  for (size_t i = 0; i < transforms_.steps.size(); ++i) {
    const SizeStep& step = transforms_.steps[i];
    prepared =
        Apply(vertical_ ? Upright(step) : step, prepared, &scratch->buffers[i], &geometry->undo);
  }
  return prepared;
}

PaddleSegPreprocessor::Geometry PaddleSegPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  outputs->resize(1);
  FDTensor& output = outputs->front();
  Geometry geometry(images.size());
  cv::Size size;
  size_t image_bytes = 0;
  for (size_t i = 0; i < images.size(); ++i) {
    const cv::Mat prepared = Prepare(images[i], scratch, &geometry[i]);
    if (i == 0) {
      size = prepared.size();
      output.Resize(TensorShape(images.size(), size, transforms_.layout.chw),
                    transforms_.layout.normalize ? FP32 : UINT8);
      image_bytes = static_cast<size_t>(output.Nbytes()) / images.size();
    } else if (prepared.size() != size) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("images of one batch must come out in one size: image {} is {}x{}, "
                              "the first is {}x{}",
                              i, prepared.cols, prepared.rows, size.width, size.height));
    }
    WriteTensor(prepared, transforms_.normalize, transforms_.layout,
                {static_cast<std::byte*>(output.MutableData()) + i * image_bytes});
  }
  // Large pictures become large floats, which are not to stay with every clone.
  for (cv::Mat& buffer : scratch->buffers) {
    if (buffer.total() * buffer.elemSize() > kMostKept) buffer.release();
  }
  return geometry;
}

bool PaddleSegPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs,
                                ImgsInfo* imgs_info) const {
  return OrLog([&] {
    Scratch scratch;
    const Geometry geometry = Process(*images, &scratch, outputs);
    if (imgs_info == nullptr) return;
    auto& sizes = (*imgs_info)["shape_info"];
    sizes.clear();
    for (const ImageGeometry& image : geometry) {
      sizes.push_back({image.original.height, image.original.width});
    }
  });
}

std::vector<int64_t> PaddleSegPreprocessor::InputShape() const {
  auto [n, c, h, w] = input_shape_;
  const int64_t batch = n > 0 ? n : 1;
  const cv::Size size = FixedSize(transforms_.steps);
  const bool may_stand_up = std::ranges::any_of(
      transforms_.steps, [](const SizeStep& step) { return Upright(step) != step; });
  if (h < 1 && w < 1 && !size.empty() && !may_stand_up) {
    h = size.height;
    w = size.width;
  }
  return transforms_.layout.chw ? std::vector<int64_t>{batch, 3, h, w}
                                : std::vector<int64_t>{batch, h, w, 3};
}

}  // namespace fastdeploy::vision::segmentation
