// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/paddlex_export.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "fastdeploy/vision/internal/paddlex_transforms.h"

namespace fastdeploy::vision {
namespace {

/// The multiple to which PaddleX 2 pads a batch for its feature pyramids.
constexpr int kPyramidStride = 32;
constexpr std::array<std::string_view, 4> kYolo = {"YOLOv3", "PPYOLO", "PPYOLOTiny", "PPYOLOv2"};

/// 1 or 2. Throws Error for exports of other versions.
int ReadVersion(const Yaml& yaml, const std::string& task) {
  const auto version = yaml.Get<std::string>("version");
  const bool first = version.starts_with("1.");
  if (!first && !version.starts_with("2.")) {
    yaml.At("version").FailUnsupported("'" + version + "': expected PaddleX 1 or 2");
  }
  if (version.find("rc") != std::string::npos && task != "detector") {
    yaml.At("version").FailUnsupported(
        "'" + version + "': this release candidate exports models without their softmax: export " +
        "it again with PaddleX 2.0.0 or later");
  }
  return first ? 1 : 2;
}

/// What the training left to be done, or to be given to the network.
void RequireExported(const Yaml& yaml) {
  const auto status = yaml.Get<std::string>("status", "Infer");
  if (!status.starts_with("Infer") && !status.starts_with("Quant")) {
    yaml.At("status").FailUnsupported("'" + status + "': expected Infer: export the model first");
  }
  if (yaml.Has("BatchTransforms")) {
    yaml.At("BatchTransforms").FailUnsupported("exports before PaddleX 1.0 are not supported");
  }
  if (!yaml.Has("_init_params")) return;
  const Yaml parameters = yaml.At("_init_params");
  if (parameters.Get<int>("input_channel", 3) != 3) {
    parameters.At("input_channel").FailUnsupported("only 3 channels are supported");
  }
}

int StrideOf(const Yaml& yaml, const std::string& model, int version) {
  if (std::ranges::find(kYolo, model) != kYolo.end()) return 1;
  const bool rcnn = model == "FasterRCNN" || model == "MaskRCNN";
  if (version == 1 || (!rcnn && model != "PicoDet")) {
    yaml.At("Model").FailUnsupported(
        "'" + model + "' of PaddleX " + std::to_string(version) +
        (version == 1 ? " is not supported: expected YOLOv3 or PPYOLO"
                      : " is not supported: expected YOLOv3, PPYOLO, PPYOLOTiny, PPYOLOv2, "
                        "PicoDet, FasterRCNN or MaskRCNN"));
  }
  const bool pyramid =
      !rcnn || !yaml.Has("_init_params") || yaml.At("_init_params").Get<bool>("with_fpn", true);
  return pyramid ? kPyramidStride : 1;
}

/// PaddleX 2's images are RGB.
bool ReadIsRgb(const Yaml& yaml, int version) {
  const auto mode = yaml.Get<std::string>("TransformsMode", "RGB");
  if (version == 2 || mode == "RGB") return true;
  if (mode != "BGR") {
    yaml.At("TransformsMode").FailUnsupported("'" + mode + "': expected RGB or BGR");
  }
  return false;
}

}  // namespace

std::string PaddleXTask(const Yaml& yaml) {
  const bool named = yaml.Has("Model") && yaml.Has("Transforms") && yaml.Has("_Attributes");
  return named ? yaml.At("_Attributes").Get<std::string>("model_type", "") : "";
}

PaddleXExport ReadPaddleXExport(const Yaml& yaml, const std::string& task) {
  const Yaml attributes = yaml.At("_Attributes");
  const auto found = attributes.Get<std::string>("model_type");
  if (found != task) {
    attributes.At("model_type").Fail("this is a " + found + ": expected a " + task);
  }
  const int version = ReadVersion(yaml, task);
  RequireExported(yaml);
  PaddleXExport read;
  read.model = yaml.Get<std::string>("Model");
  if (task == "detector") read.stride = StrideOf(yaml, read.model, version);
  read.labels = attributes.Get<std::vector<std::string>>("labels", {});
  read.preparation = ReadPaddleXTransforms(
      yaml.At("Transforms"), {.version = version, .task = task, .rgb = ReadIsRgb(yaml, version)});
  return read;
}

}  // namespace fastdeploy::vision
