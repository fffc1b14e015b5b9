// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/config.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "fastdeploy/vision/yaml.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr float kPixelScale = 1.0F / 255.0F;
constexpr int kLongestSide = 1 << 16;
// What PaddleX takes where the YAML does not say.
constexpr int kPaddleXStride = 32;
constexpr double kPaddleXGrey = 127.5;
constexpr int kMostInterpolation = 4;  // OpenCV's codes: nearest, linear, cubic, area, Lanczos

/// [height, width], or a number for both.
cv::Size ReadSize(const Yaml& yaml) {
  const auto sides =
      yaml.IsSequence() ? yaml.As<std::vector<int>>() : std::vector<int>(2, yaml.As<int>());
  const auto possible = [](int side) { return side >= 1 && side <= kLongestSide; };
  if (sides.size() != 2 || !std::ranges::all_of(sides, possible)) {
    yaml.Fail("expected a positive size or [height, width]");
  }
  return {sides[1], sides[0]};
}

/// Three numbers out of a list of three or one, or out of one number.
template <typename T>
std::array<T, 3> ReadChannels(const Yaml& yaml) {
  auto values = yaml.IsSequence() ? yaml.As<std::vector<T>>() : std::vector<T>{yaml.As<T>()};
  if (values.size() == 1) values.resize(3, values[0]);
  const auto finite = [](T value) { return std::isfinite(value); };
  if (values.size() != 3 || !std::ranges::all_of(values, finite)) {
    yaml.Fail("expected three numbers, one a channel");
  }
  return {values[0], values[1], values[2]};
}

/// Reads the list `Preprocess`, in which most steps only make sense in one order.
class StepReader {
 public:
  StepReader(DetectionConfig* config, bool paddlex) : config_(config), paddlex_(paddlex) {
    config_->layout.chw = false;  // until Permute
  }

  void Read(const Yaml& op) {
    const auto type = op.Get<std::string>("type");
    if (type == "NormalizeImage") return ReadNormalize(op);
    if (type == "Permute") return ReadPermute(op);
    if (type == "PadStride") return ReadPadStride(op);
    const Step step = ReadStep(type, op);
    if (config_->layout.chw) op.FailUnsupported(type + " after Permute");
    if (normalized_ && !std::holds_alternative<Pad>(step)) {
      op.FailUnsupported(type + " after NormalizeImage");
    }
    // The reference gives its network BGR from here on.
    if (std::holds_alternative<Warp>(step)) config_->layout.rgb = !config_->layout.rgb;
    config_->steps.push_back(step);
  }

 private:
  void ReadNormalize(const Yaml& op) {
    if (std::exchange(normalized_, true)) op.FailUnsupported("NormalizeImage a second time");
    if (config_->layout.chw) op.FailUnsupported("NormalizeImage after Permute");
    Normalize& normalize = config_->normalize;
    normalize.scale = op.Get<bool>("is_scale", true) ? kPixelScale : 1.0F;
    const auto norm_type = op.Get<std::string>("norm_type", "mean_std");
    if (norm_type == "none") return;
    if (norm_type != "mean_std") {
      op.At("norm_type").FailUnsupported("'" + norm_type + "' is not mean_std or none");
    }
    normalize.mean = ReadChannels<float>(op.At("mean"));
    normalize.std = ReadChannels<float>(op.At("std"));
    if (std::ranges::count(normalize.std, 0.0F) > 0) op.At("std").Fail("a deviation of 0");
  }

  void ReadPermute(const Yaml& op) {
    if (std::exchange(config_->layout.chw, true)) op.FailUnsupported("Permute a second time");
  }

  void ReadPadStride(const Yaml& op) {
    if (!config_->layout.chw) op.FailUnsupported("PadStride before Permute");
    const int stride = op.Get<int>("stride", paddlex_ ? kPaddleXStride : 0);
    if (stride > kLongestSide) op.At("stride").Fail("expected a number of pixels");
    config_->stride = std::max(stride, 1);
  }

  [[nodiscard]] Step ReadStep(const std::string& type, const Yaml& op) const {
    if (type == "Resize") return ReadResize(op);
    if (type == "LetterBoxResize") {
      const cv::Size size = ReadSize(op.At("target_size"));
      return LetterBox{size.width, size.height};
    }
    if (type == "Pad") return ReadPad(op);
    if (type == "WarpAffine") return ReadWarp(op);
    op.FailUnsupported("step '" + type + "' is not known here");
  }

  [[nodiscard]] Step ReadResize(const Yaml& op) const {
    const cv::Size size = ReadSize(op.At("target_size"));
    const int interpolation = op.Get<int>("interp", paddlex_ ? cv::INTER_CUBIC : cv::INTER_LINEAR);
    if (interpolation < 0 || interpolation > kMostInterpolation) {
      op.At("interp").FailUnsupported("expected an interpolation of 0 to 4");
    }
    return Rescale{size.width, size.height, op.Get<bool>("keep_ratio", !paddlex_), interpolation,
                   paddlex_};
  }

  [[nodiscard]] Step ReadPad(const Yaml& op) const {
    const cv::Size size = ReadSize(op.At("size"));
    Pad step{size.width, size.height};
    if (paddlex_) step.value = {kPaddleXGrey, kPaddleXGrey, kPaddleXGrey};
    if (op.Has("fill_value")) step.value = ReadChannels<double>(op.At("fill_value"));
    if (normalized_) {  // to the value that normalising makes it of
      const Normalize& normalize = config_->normalize;
      for (size_t c = 0; c < 3; ++c) {
        step.value[c] = (step.value[c] * normalize.std[c] + normalize.mean[c]) / normalize.scale;
      }
    }
    if (config_->layout.rgb) std::swap(step.value[0], step.value[2]);
    return step;
  }

  static Step ReadWarp(const Yaml& op) {
    Warp step;
    step.keep_size = op.Get<bool>("keep_res", false);
    step.pad = op.Get<int>("pad", step.pad);
    if (step.pad < 0 || step.pad > kLongestSide) op.At("pad").Fail("expected bits of a size");
    const auto side = [&](const std::string& key, int fallback) {
      return op.Has(key) ? ReadSize(op.At(key)).height : fallback;
    };
    step.height = side("input_h", step.height);
    step.width = side("input_w", step.width);
    return step;
  }

  DetectionConfig* config_;
  bool paddlex_;
  bool normalized_ = false;
};

NmsAttributes ReadNms(const Yaml& yaml) {
  const auto name = yaml.Get<std::string>("name", "MultiClassNMS");
  if (name != "MultiClassNMS") yaml.FailUnsupported("'" + name + "' is not MultiClassNMS");
  NmsAttributes nms;
  nms.score_threshold = yaml.Get<float>("score_threshold", nms.score_threshold);
  nms.nms_threshold = yaml.Get<float>("nms_threshold", nms.nms_threshold);
  nms.nms_top_k = yaml.Get<int>("nms_top_k", nms.nms_top_k);
  nms.keep_top_k = yaml.Get<int>("keep_top_k", nms.keep_top_k);
  nms.nms_eta = yaml.Get<float>("nms_eta", nms.nms_eta);
  nms.normalized = yaml.Get<bool>("normalized", nms.normalized);
  nms.background_label = yaml.Get<int>("background_label", nms.background_label);
  return nms;
}

}  // namespace

DetectionConfig ReadDetectionConfig(const std::string& config_file) {
  const Yaml yaml = Yaml::Load(config_file);
  DetectionConfig config;
  config.arch = yaml.Get<std::string>("arch");
  const bool paddlex = yaml.Has("Global") && yaml.At("Global").Has("model_name");
  StepReader reader(&config, paddlex);
  const Yaml list = yaml.At("Preprocess");
  for (const Yaml& op : list.IsNull() ? std::vector<Yaml>() : list.Items()) reader.Read(op);
  config.labels = yaml.Get<std::vector<std::string>>("label_list", {});
  config.draw_threshold = yaml.Get<float>("draw_threshold", config.draw_threshold);
  if (yaml.Has("NMS")) config.nms = ReadNms(yaml.At("NMS"));
  config.fpn_stride = yaml.Get<std::vector<int>>("fpn_stride", {});
  if (std::ranges::any_of(config.fpn_stride, [](int n) { return n < 1 || n > kLongestSide; })) {
    yaml.At("fpn_stride").Fail("expected positive numbers of pixels");
  }
  return config;
}

}  // namespace fastdeploy::vision::detection
