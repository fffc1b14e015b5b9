// SPDX-License-Identifier: Apache-2.0
//
// Interprets PreProcess: transform_ops of a recogniser, as PaddleOCR does.

#include "fastdeploy/vision/ocr/internal/line_plan.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "fastdeploy/vision/ocr/internal/dialect.h"
#include "fastdeploy/vision/ocr/internal/text_line.h"
#include "fastdeploy/vision/transform/internal/yaml_fields.h"

namespace fastdeploy::vision::ocr {
namespace {

using transform::Normalize;
using Fit = LinePlan::Fit;

constexpr int kMostSteps = 256;  // of a text
/// To -1..1.
constexpr Normalize kCentred = {
    .mean = {0.5F, 0.5F, 0.5F}, .std = {0.5F, 0.5F, 0.5F}, .scale = kPixelScale};
constexpr Normalize kUnit = {.scale = kPixelScale};
constexpr Normalize kImageNet = {
    .mean = {0.485F, 0.456F, 0.406F}, .std = {0.229F, 0.224F, 0.225F}, .scale = kPixelScale};

/// The field image_shape, if it is there: `form` tells its numbers, of which "C" are channels.
void ReadShape(const Yaml& op, std::string_view form, LinePlan* plan) {
  if (!op.Has("image_shape")) return;
  const Yaml place = op.At("image_shape");
  const auto numbers = place.As<std::vector<int>>();
  bool fits = numbers.size() == form.size();
  for (size_t i = 0; fits && i < form.size(); ++i) {
    const int number = numbers[i];
    fits = form[i] == 'C' ? number == plan->Channels() : number >= 1 && number <= kMaxLineSide;
    if (form[i] == 'H') plan->height = number;
    if (form[i] == 'W') plan->width = number;
    if (form[i] == 'N') plan->narrowest = number;
  }
  if (fits && plan->narrowest <= plan->width) return;
  if (form == "CHNW") place.Fail("expected 3, height, least and largest width");
  if (form == "CHW") place.Fail(fmt::format("expected {}, height, width", plan->Channels()));
  place.Fail(form == "HW" ? "expected height, width" : "expected width, height");
}

/// A whole number, such as max_text_length.
int ReadCount(const Yaml& op, const std::string& key, int fallback, int most) {
  const int count = op.Get<int>(key, fallback);
  if (count < 1 || count > most) {
    op.At(key).Fail(fmt::format("{} is not a number from 1 to {}", count, most));
  }
  return count;
}

Fit PadOrStretch(const Yaml& op, bool fallback) {
  return op.Get<bool>("padding", fallback) ? Fit::kPad : Fit::kStretch;
}

/// "Image.Resampling.LANCZOS".
int ReadPillowFilter(const Yaml& op) {
  if (!op.Has("inter_type")) return cv::INTER_LANCZOS4;
  const auto text = op.Get<std::string>("inter_type");
  const std::string name = text.substr(text.rfind('.') + 1);
  if (name == "LANCZOS" || name == "ANTIALIAS") return cv::INTER_LANCZOS4;
  if (name == "BICUBIC") return cv::INTER_CUBIC;
  if (name == "BILINEAR") return cv::INTER_LINEAR;
  if (name == "NEAREST") return cv::INTER_NEAREST;
  op.At("inter_type").FailUnsupported(fmt::format("unknown filter '{}'", text));
}

void ReadRecResizeImg(const Yaml& op, LinePlan* plan) {
  plan->normalize = kCentred;
  ReadShape(op, "CHW", plan);
}

void ReadSvtr(const Yaml& op, LinePlan* plan) {
  plan->fit = PadOrStretch(op, true);
  plan->normalize = kCentred;
  ReadShape(op, "CHW", plan);
}

void ReadRfl(const Yaml& op, LinePlan* plan) {
  plan->grey = true;
  plan->fit = PadOrStretch(op, true);
  // PaddleOCR pads what it has resized linearly.
  if (plan->fit == Fit::kStretch && op.Has("interpolation")) {
    plan->interpolation = ReadInterpolation(op.At("interpolation"));
  }
  plan->normalize = kCentred;
  ReadShape(op, "CHW", plan);
}

void ReadGray(const Yaml& op, LinePlan* plan) {
  plan->grey = true;
  plan->normalize = {.mean = {1, 1, 1}, .scale = 1 / 128.0F};
  if (op.Get<bool>("padding", false)) {
    plan->fit = Fit::kPad;
    return ReadShape(op, "CHW", plan);
  }
  plan->fit = Fit::kStretch;
  if (!op.Get<bool>("scale", true)) plan->normalize = kUnit;
  const auto type = op.Get<std::string>("resize_type", "PIL");
  if (type == "PIL") {
    plan->pillow = true;
    plan->interpolation = ReadPillowFilter(op);
  } else if (type != "OpenCV") {
    op.At("resize_type").FailUnsupported(fmt::format("'{}': expected PIL or OpenCV", type));
  }
  ReadShape(op, "WH", plan);
}

void ReadSpin(const Yaml& op, LinePlan* plan) {
  plan->grey = true;
  plan->fit = Fit::kStretch;
  // Linear: PaddleOCR passes `interpolation` to cv2.resize where the output belongs.
  constexpr Normalize kMiddle = {.mean = {127.5F, 127.5F, 127.5F}, .std = {127.5F, 127.5F, 127.5F}};
  plan->normalize = ReadNormalize(op, kMiddle, 1);
  ReadShape(op, "WH", plan);
}

void ReadSrn(const Yaml& op, LinePlan* plan) {
  plan->grey = true;
  plan->fit = Fit::kWholeHeights;
  plan->normalize = {};
  plan->inputs = LinePlan::Inputs::kSrn;
  plan->text_length = ReadCount(op, "max_text_length", 25, kMostSteps);
  plan->attention = ReadCount(op, "num_heads", 8, 64);
  ReadShape(op, "CHW", plan);
}

void ReadSar(const Yaml& op, LinePlan* plan) {
  plan->fit = Fit::kMultiple;
  plan->normalize = kCentred;
  plan->inputs = LinePlan::Inputs::kValidRatio;
  const auto ratio = op.Get<double>("width_downsample_ratio", 0.25);
  if (!(ratio > 1.0 / kMaxLineSide && ratio <= 1)) {
    op.At("width_downsample_ratio").Fail(fmt::format("{} is not a ratio above 0", ratio));
  }
  plan->multiple = static_cast<int>(1 / ratio);
  ReadShape(op, "CHNW", plan);
}

void ReadRobustScanner(const Yaml& op, LinePlan* plan) {
  ReadSar(op, plan);
  plan->inputs = LinePlan::Inputs::kValidRatioAndPositions;
  plan->text_length = ReadCount(op, "max_text_length", 40, kMostSteps);
}

void ReadPren(const Yaml& op, LinePlan* plan) {
  plan->fit = Fit::kStretch;
  plan->normalize = kCentred;
  ReadShape(op, "HW", plan);
}

void ReadVisionLan(const Yaml& op, LinePlan* plan) {
  plan->fit = Fit::kStretch;
  plan->normalize = kUnit;
  ReadShape(op, "CHW", plan);
}

void ReadAbinet(const Yaml& op, LinePlan* plan) {
  plan->fit = Fit::kStretch;
  plan->normalize = kImageNet;
  ReadShape(op, "CHW", plan);
}

void ReadDecodeImage(const Yaml& op, LinePlan* plan) {
  const auto mode = op.Get<std::string>("img_mode", "BGR");
  if (mode != "BGR" && mode != "RGB") {
    op.At("img_mode").FailUnsupported(fmt::format("'{}': expected BGR or RGB", mode));
  }
  plan->rgb = mode == "RGB";
}

struct Operator {
  std::string_view name;
  void (*read)(const Yaml& op, LinePlan* plan);
};
constexpr Operator kOperators[] = {
    {"DecodeImage", ReadDecodeImage},   {"NRTRDecodeImage", ReadDecodeImage},
    {"RecResizeImg", ReadRecResizeImg}, {"SVTRRecResizeImg", ReadSvtr},
    {"RFLRecResizeImg", ReadRfl},       {"GrayRecResizeImg", ReadGray},
    {"SPINRecResizeImg", ReadSpin},     {"SRNRecResizeImg", ReadSrn},
    {"SARRecResizeImg", ReadSar},       {"RobustScannerRecResizeImg", ReadRobustScanner},
    {"PRENResizeImg", ReadPren},        {"VLRecResizeImg", ReadVisionLan},
    {"ABINetRecResizeImg", ReadAbinet},
};

}  // namespace

LinePlan ReadLinePlan(const Yaml& yaml, const Algorithm& algorithm) {
  const auto operators = Operators(yaml);
  const auto resizes = [](const auto& one) { return one.first.ends_with("ResizeImg"); };
  LinePlan plan;
  const auto found_resizes = std::ranges::count_if(operators, resizes);
  if (found_resizes == 0) plan = PlanOf(algorithm);
  if (found_resizes > 1) {
    yaml.At("PreProcess")
        .At("transform_ops")
        .FailUnsupported("more than one operator that resizes");
  }
  for (const auto& [name, op] : operators) {
    const auto found = std::ranges::find(kOperators, name, &Operator::name);
    if (found == std::end(kOperators)) {
      op.FailUnsupported(fmt::format("unknown operator '{}'", name));
    }
    if (name == "RecResizeImg") {
      // PaddleOCR lets only CTC heads have lines of any width.
      const bool any_width = algorithm.head->output == HeadOutput::kCtc;
      plan.fit = any_width ? Fit::kWidest : PadOrStretch(op, true);
    }
    found->read(op, &plan);
  }
  return plan;
}

LinePlan PlanOf(const Algorithm& algorithm) {
  const std::string text =
      fmt::format("PreProcess: {{transform_ops: [{}]}}", algorithm.preparation);
  return ReadLinePlan(Yaml::Parse(text, std::string(algorithm.name)), algorithm);
}

}  // namespace fastdeploy::vision::ocr
