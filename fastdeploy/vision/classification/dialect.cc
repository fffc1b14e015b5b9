// SPDX-License-Identifier: Apache-2.0
//
// Interprets the YAML of PaddleClas and of PaddleX's classifiers (PaddleX 3; for PaddleX 1 and 2
// see paddlex_export.h).

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <string>

#include "fastdeploy/vision/classification/preprocessor.h"
#include "fastdeploy/vision/internal/paddlex_export.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/transform/internal/yaml_fields.h"

namespace fastdeploy::vision::classification {
namespace {

using transform::ByShort;
using transform::CenterCrop;
using transform::FixedSize;
using transform::Layout;
using transform::Normalize;
using transform::Resize;
using transform::Step;
using transform::ToSize;

constexpr Normalize kImageNet = {
    .mean = {0.485F, 0.456F, 0.406F}, .std = {0.229F, 0.224F, 0.225F}, .scale = kPixelScale};

Step ReadResize(const Yaml& op) {
  const auto backend = op.Get<std::string>("backend", "cv2");
  if (backend != "cv2" && backend != "pil") {
    op.At("backend").FailUnsupported("unknown backend '" + backend + "': expected cv2 or pil");
  }
  Resize step = {.pillow = backend == "pil"};
  if (op.Has("interpolation")) step.interpolation = ReadInterpolation(op.At("interpolation"));
  if (step.pillow && step.interpolation == cv::INTER_AREA) {
    op.At("interpolation").FailUnsupported("Pillow has no interpolation 'area'");
  }
  if (op.Has("resize_short")) {
    step.rule = ByShort{.target = ReadPositive(op, "resize_short")};
  } else if (op.Has("size")) {
    const cv::Size size = ReadSize(op.At("size"), SizeOrder::kWidthHeight);
    step.rule = ToSize{.width = size.width, .height = size.height};
  } else {
    op.Fail("neither resize_short nor size is given");
  }
  return step;
}

Normalize ReadNormalizeImage(const Yaml& op, bool is_chw) {
  const auto order = op.Get<std::string>("order", is_chw ? "chw" : "hwc");
  if ((order == "chw") != is_chw) {
    op.Fail("order '" + order + "' does not match the position of ToCHWImage in the list");
  }
  if (op.Get<int>("channel_num", 3) != 3) {
    op.At("channel_num").FailUnsupported("only 3 channels are supported");
  }
  for (const char* key : {"mean", "std"}) {
    if (op.Has(key) && (!op.At(key).IsSequence() || op.At(key).Items().size() != 3)) {
      op.At(key).Fail("expected three numbers, one for each channel");
    }
  }
  return ReadNormalize(op, kImageNet, ReadScale(op));
}

/// Reads the list `transform_ops`. Throws Error naming an operator that is not supported.
Preparation ReadTransformOps(const Yaml& transform_ops) {
  Preparation preparation;
  Layout& layout = preparation.layout;
  layout = {.normalize = false, .rgb = true, .chw = false};
  for (const Yaml& item : transform_ops.Items()) {
    const std::string name = item.OnlyKey();
    const bool has_settings = item.Has(name);
    const auto add = [&](const Step& step) {
      if (layout.normalize || layout.chw) {
        item.FailUnsupported(name + " after NormalizeImage or ToCHWImage is not supported");
      }
      preparation.steps.push_back(step);
    };
    if (name == "ResizeImage") {
      add(ReadResize(item.At(name)));
    } else if (name == "CropImage") {
      const cv::Size size = ReadSize(item.At(name).At("size"), SizeOrder::kWidthHeight);
      add(CenterCrop{.width = size.width, .height = size.height});
    } else if (name == "NormalizeImage" && !layout.normalize) {
      preparation.normalize = ReadNormalizeImage(has_settings ? item.At(name) : item, layout.chw);
      layout.normalize = true;
    } else if (name == "ToCHWImage") {
      layout.chw = true;
    } else if (name == "DecodeImage") {  // images are already decoded, as BGR
      layout.rgb = has_settings ? item.At(name).Get<bool>("to_rgb", true) : true;
    } else {
      item.FailUnsupported("unknown operator '" + name + "'");
    }
  }
  return preparation;
}

Preparation ReadPreparation(const Yaml& yaml, const std::string& section) {
  if (!PaddleXTask(yaml).empty()) return ReadPaddleXExport(yaml, "classifier").preparation;
  return ReadTransformOps(yaml.At(section).At("transform_ops"));
}

}  // namespace

PaddleClasPreprocessor::PaddleClasPreprocessor(const std::string& config_file,
                                               const std::string& section)
    : ImagePreprocessor(ReadPreparation(Yaml::Load(config_file), section)) {}

PaddleClasPreprocessor::Geometry PaddleClasPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  outputs->resize(1);
  return Prepare(images, preparation_, {}, scratch, &outputs->front());
}

std::optional<std::vector<int64_t>> PaddleClasPreprocessor::FixedShape() const {
  const cv::Size size = FixedSize(preparation_.steps);
  if (size.empty()) return std::nullopt;
  return TensorShape(1, size.height, size.width, preparation_.layout);
}

}  // namespace fastdeploy::vision::classification
