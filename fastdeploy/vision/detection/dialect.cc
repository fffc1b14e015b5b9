// SPDX-License-Identifier: Apache-2.0
//
// Interprets PaddleDetection's YAML.

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "fastdeploy/vision/detection/config.h"
#include "fastdeploy/vision/internal/paddlex_export.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/transform/internal/yaml_fields.h"

namespace fastdeploy::vision::detection {
namespace {

using transform::IntoSizeByShort;
using transform::LetterBox;
using transform::Pad;
using transform::Resize;
using transform::Step;
using transform::ToFloat;
using transform::ToSize;
using transform::Warp;

constexpr int kLongestSide = 1 << 16;
constexpr double kPaddleGrey = 114;
// PaddleX's defaults.
constexpr int kPaddleXStride = 32;
constexpr double kPaddleXGrey = 127.5;

bool AreWhole(const std::array<double, 3>& values) {
  return std::ranges::all_of(values, [](double value) { return value == std::trunc(value); });
}

/// Reads the list `Preprocess`, most of whose steps make sense in only one order.
class StepReader {
 public:
  StepReader(DetectionConfig* config, bool paddlex)
      : config_(config), preparation_(config->preparation), paddlex_(paddlex) {
    preparation_.layout.chw = false;  // until Permute
  }

  void Read(const Yaml& op) {
    const auto type = op.Get<std::string>("type");
    if (type == "NormalizeImage") return ReadNormalizeImage(op);
    if (type == "Permute") return ReadPermute(op);
    if (type == "PadStride") return ReadPadStride(op);
    const Step step = ReadStep(type, op);
    if (preparation_.layout.chw) op.FailUnsupported(type + " after Permute is not supported");
    const auto* pad = std::get_if<Pad>(&step);
    if (normalized_ && pad == nullptr) {
      op.FailUnsupported(type + " after NormalizeImage is not supported");
    }
    // The reference pads float images, so the value is not rounded.
    if (pad != nullptr && !AreWhole(pad->value)) preparation_.steps.emplace_back(ToFloat());
    // From WarpAffine on, the reference gives its network BGR.
    if (type == "WarpAffine") preparation_.layout.rgb = !preparation_.layout.rgb;
    preparation_.steps.push_back(step);
  }

 private:
  void ReadNormalizeImage(const Yaml& op) {
    if (std::exchange(normalized_, true)) {
      op.FailUnsupported("NormalizeImage appears a second time");
    }
    if (preparation_.layout.chw) {
      op.FailUnsupported("NormalizeImage after Permute is not supported");
    }
    const float scale = op.Get<bool>("is_scale", true) ? kPixelScale : 1.0F;
    const auto norm_type = op.Get<std::string>("norm_type", "mean_std");
    preparation_.normalize.scale = scale;
    if (norm_type == "none") return;
    if (norm_type != "mean_std") {
      op.At("norm_type").FailUnsupported("'" + norm_type + "': expected mean_std or none");
    }
    for (const char* key : {"mean", "std"}) (void)op.At(key);  // these have no defaults
    preparation_.normalize = ReadNormalize(op, {}, scale);
  }

  void ReadPermute(const Yaml& op) {
    if (std::exchange(preparation_.layout.chw, true)) {
      op.FailUnsupported("Permute appears a second time");
    }
  }

  void ReadPadStride(const Yaml& op) {
    if (!preparation_.layout.chw) {
      op.FailUnsupported("PadStride before Permute is not supported");
    }
    const int stride = op.Get<int>("stride", paddlex_ ? kPaddleXStride : 0);
    if (stride > kLongestSide) op.At("stride").Fail("expected a number of pixels");
    config_->stride = std::max(stride, 1);
  }

  [[nodiscard]] Step ReadStep(const std::string& type, const Yaml& op) const {
    if (type == "Resize") return ReadResize(op);
    if (type == "LetterBoxResize") {
      const cv::Size size = ReadSize(op.At("target_size"), SizeOrder::kHeightWidth);
      return LetterBox{.width = size.width, .height = size.height};
    }
    if (type == "Pad") return ReadPad(op);
    if (type == "WarpAffine") return ReadWarp(op);
    if (type == "TopDownEvalAffine") return ReadTopDownEvalAffine(op);
    op.FailUnsupported("unknown step '" + type + "'");
  }

  [[nodiscard]] Step ReadResize(const Yaml& op) const {
    const cv::Size size = ReadSize(op.At("target_size"), SizeOrder::kHeightWidth);
    Resize step;
    step.rule = ToSize{.width = size.width, .height = size.height};
    if (op.Get<bool>("keep_ratio", !paddlex_)) {
      step.rule = IntoSizeByShort{.width = size.width, .height = size.height};
    }
    step.interpolation = paddlex_ ? cv::INTER_CUBIC : cv::INTER_LINEAR;
    if (op.Has("interp")) step.interpolation = ReadInterpolation(op.At("interp"));
    step.exact_factors = !paddlex_;
    return step;
  }

  [[nodiscard]] Pad ReadPad(const Yaml& op) const {
    const cv::Size size = ReadSize(op.At("size"), SizeOrder::kHeightWidth);
    const double grey = paddlex_ ? kPaddleXGrey : kPaddleGrey;
    const auto value = ReadChannels<double>(op, "fill_value", {grey, grey, grey});
    return {.width = size.width,
            .height = size.height,
            .value = PaddingBeforeNormalize(value, preparation_.normalize, normalized_,
                                            preparation_.layout.rgb)};
  }

  static Step ReadWarp(const Yaml& op) {
    Warp step;
    step.keep_size = op.Get<bool>("keep_res", false);
    step.pad = op.Get<int>("pad", step.pad);
    if (step.pad < 0 || step.pad > kLongestSide) {
      op.At("pad").Fail("expected the low bits of a size, such as 31");
    }
    const auto side = [&](const std::string& key, int fallback) {
      return op.Has(key) ? ReadSize(op.At(key), SizeOrder::kHeightWidth).height : fallback;
    };
    step.height = side("input_h", step.height);
    step.width = side("input_w", step.width);
    return step;
  }

  static Warp ReadTopDownEvalAffine(const Yaml& op) {
    const cv::Size size = ReadSize(op.At("trainsize"), SizeOrder::kWidthHeight);
    if (op.Get<bool>("use_udp", false)) {
      op.At("use_udp").FailUnsupported("true is not supported: expected false");
    }
    return {.width = size.width, .height = size.height, .by_width = true};
  }

  DetectionConfig* config_;
  Preparation& preparation_;
  bool paddlex_;
  bool normalized_ = false;
};

NmsAttributes ReadNms(const Yaml& yaml) {
  const auto name = yaml.Get<std::string>("name", "MultiClassNMS");
  if (name != "MultiClassNMS") {
    yaml.FailUnsupported("'" + name + "' is not supported: expected MultiClassNMS");
  }
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
  if (!PaddleXTask(yaml).empty()) {
    PaddleXExport read = ReadPaddleXExport(yaml, "detector");
    config.arch = std::move(read.model);
    config.preparation = std::move(read.preparation);
    config.stride = read.stride;
    config.labels = std::move(read.labels);
    return config;
  }
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
