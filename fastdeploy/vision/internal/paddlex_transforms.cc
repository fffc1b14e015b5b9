// SPDX-License-Identifier: Apache-2.0
//
// PaddleX 1's (paddlex/cv/transforms/{cls,det,seg}_transforms.py) and PaddleX 2's transforms
// (paddlex/cv/transforms/operators.py). Images of PaddleX 1 are floats from the start; those of
// PaddleX 2 from Normalize or Padding on.

#include "fastdeploy/vision/internal/paddlex_transforms.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <span>
#include <utility>

#include "fastdeploy/vision/transform/internal/yaml_fields.h"

namespace fastdeploy::vision {
namespace {

using transform::ByLong;
using transform::ByShort;
using transform::CenterCrop;
using transform::FitInto;
using transform::IntoSizeByShort;
using transform::Normalize;
using transform::Pad;
using transform::PadToMultiple;
using transform::Resize;
using transform::SizeRule;
using transform::Step;
using transform::ToFloat;
using transform::ToSize;

using Channels = std::array<double, 3>;

constexpr Normalize kImageNet = {
    .mean = {0.485F, 0.456F, 0.406F}, .std = {0.229F, 0.224F, 0.225F}, .scale = kPixelScale};
constexpr Normalize kHalf = {
    .mean = {0.5F, 0.5F, 0.5F}, .std = {0.5F, 0.5F, 0.5F}, .scale = kPixelScale};
constexpr int kShortSide = 256;
constexpr int kFirstShortSide = 800;  // of PaddleX 1's detectors and segmenters
constexpr int kFirstLongest = 1333;
constexpr int kFirstTarget = 608;
constexpr int kCrop = 224;
constexpr int kDivisor = 32;
constexpr double kGrey = 127.5;

/// The settings that a transform may have, of both versions.
struct Known {
  std::string_view transform;
  std::vector<std::string_view> settings;
};
const std::vector<Known>& KnownTransforms() {
  static const std::vector<Known> known = {
      {"Resize", {"target_size", "interp", "keep_ratio"}},
      {"ResizeByShort", {"short_size", "max_size", "interp"}},
      {"ResizeByLong", {"long_size", "interp"}},
      {"Padding",
       {"target_size", "pad_mode", "offsets", "im_padding_value", "label_padding_value",
        "size_divisor", "coarsest_stride"}},
      {"CenterCrop", {"crop_size"}},
      {"Normalize", {"mean", "std", "min_val", "max_val", "is_scale"}},
  };
  return known;
}

void RequireKnown(const Yaml& item, const std::string& name, const Yaml& op) {
  const auto found = std::ranges::find(KnownTransforms(), name, &Known::transform);
  if (found == KnownTransforms().end()) {
    const bool training = name.find("Random") != std::string::npos || name == "MixupImage";
    item.FailUnsupported(training ? "transform '" + name + "' is for training only: it is random"
                                  : "unknown transform '" + name + "'");
  }
  if (op.IsNull()) return;
  for (const auto& [key, value] : op.Entries()) {
    if (std::ranges::find(found->settings, key) == found->settings.end()) {
      value.FailUnsupported("unknown setting of " + name);
    }
  }
}

class Reader {
 public:
  explicit Reader(const PaddleXKind& kind)
      : first_(kind.version == 1),
        detector_(kind.task == "detector"),
        segmenter_(kind.task == "segmenter") {
    preparation_.layout.rgb = kind.rgb;
  }

  void Read(const Yaml& item) {
    const std::string name = item.OnlyKey();
    const Yaml op = item.At(name);
    RequireKnown(item, name, op);
    if (name == "Normalize") {
      if (std::exchange(normalized_, true)) {
        item.FailUnsupported("Normalize appears a second time");
      }
      preparation_.normalize = ReadStatistics(op);
      return;
    }
    const Step step = ReadStep(name, op);
    const bool floats = first_ || normalized_ || name == "Padding";
    if (floats && !std::exchange(floats_, true)) preparation_.steps.emplace_back(ToFloat());
    preparation_.steps.push_back(step);
  }

  [[nodiscard]] Preparation Take() { return std::move(preparation_); }

 private:
  [[nodiscard]] Step ReadStep(const std::string& name, const Yaml& op) const {
    if (name == "Resize") return ReadResize(op);
    if (name == "ResizeByShort") return ReadByShort(op);
    if (name == "ResizeByLong") {
      const int longer =
          first_ ? ReadPositive(op, "long_size") : ReadPositive(op, "long_size", kShortSide);
      return ResizeBy(op, ByLong{longer});
    }
    if (name == "Padding") return ReadPadding(op);
    if (detector_) op.FailUnsupported("CenterCrop is not supported in detectors");
    const int side = ReadPositive(op, "crop_size", kCrop);
    return CenterCrop{.width = side, .height = side};
  }

  /// PaddleX 1's sizes are [width, height], PaddleX 2's [height, width].
  [[nodiscard]] cv::Size ReadTarget(const Yaml& op) const {
    if (first_ && detector_ && !op.Has("target_size")) return {kFirstTarget, kFirstTarget};
    return ReadSize(op.At("target_size"),
                    first_ ? SizeOrder::kWidthHeight : SizeOrder::kHeightWidth);
  }

  static Resize ResizeBy(const Yaml& op, const SizeRule& rule) {
    Resize step = {.rule = rule};
    if (op.Has("interp")) step.interpolation = ReadInterpolation(op.At("interp"));
    return step;
  }

  [[nodiscard]] Resize ReadResize(const Yaml& op) const {
    const cv::Size size = ReadTarget(op);
    if (op.Get<bool>("keep_ratio", false)) {
      return ResizeBy(op, FitInto{.width = size.width, .height = size.height});
    }
    return ResizeBy(op, ToSize{.width = size.width, .height = size.height});
  }

  [[nodiscard]] Resize ReadByShort(const Yaml& op) const {
    const bool large = first_ && (detector_ || segmenter_);
    const int target = ReadPositive(op, "short_size", large ? kFirstShortSide : kShortSide);
    const int longest = op.Get<int>("max_size", large ? kFirstLongest : -1);
    SizeRule rule = ByShort{.target = target};
    if (longest >= target) rule = IntoSizeByShort{.width = longest, .height = target};
    if (longest > 0 && longest < target) rule = ByLong{longest};  // every image would be too long
    Resize step = ResizeBy(op, rule);
    if (first_ && segmenter_) step.interpolation = cv::INTER_NEAREST;
    return step;
  }

  [[nodiscard]] Step ReadPadding(const Yaml& op) const {
    if (const int mode = op.Get<int>("pad_mode", 0); mode != 0) {
      op.At("pad_mode").FailUnsupported("only 0 is supported: padding on the right and below");
    }
    const bool black = first_ && detector_;
    const double colour = black ? 0 : kGrey;
    const Channels given = ReadChannels<double>(op, "im_padding_value", {colour, colour, colour});
    const Channels value =
        PaddingBeforeNormalize(given, preparation_.normalize, normalized_, preparation_.layout.rgb);
    if (op.Has("target_size") || (first_ && segmenter_)) {
      const cv::Size size = ReadTarget(op);
      return Pad{.width = size.width,
                 .height = size.height,
                 .value = value,
                 .larger_is_error = !(first_ && segmenter_)};
    }
    const int multiple = first_ ? ReadPositive(op, "coarsest_stride", 1)
                                : ReadPositive(op, "size_divisor", kDivisor);
    return PadToMultiple{.multiple = multiple, .value = value};
  }

  /// ((value - min_val) / (max_val - min_val) - mean) / std. PaddleX does so whatever is_scale is.
  [[nodiscard]] Normalize ReadStatistics(const Yaml& op) const {
    Normalize read = ReadNormalize(op, first_ && segmenter_ ? kHalf : kImageNet, 1);
    const auto least = ReadChannels<double>(op, "min_val", {0, 0, 0});
    auto range = ReadChannels<double>(op, "max_val", {255, 255, 255});
    for (size_t c = 0; c < 3; ++c) {
      range[c] -= least[c];
      if (range[c] == 0) op.Fail("max_val equals min_val");
    }
    const bool even = range[0] == range[1] && range[0] == range[2];
    read.scale = even ? static_cast<float>(1 / range[0]) : 1;
    for (size_t c = 0; c < 3; ++c) {
      const double unit = even ? 1 : range[c];
      const double shift = even ? least[c] / range[c] : least[c];
      read.mean[c] = static_cast<float>(read.mean[c] * unit + shift);
      read.std[c] = static_cast<float>(read.std[c] * unit);
    }
    return read;
  }

  bool first_;
  bool detector_;
  bool segmenter_;
  Preparation preparation_;
  bool normalized_ = false;
  bool floats_ = false;
};

}  // namespace

Preparation ReadPaddleXTransforms(const Yaml& list, const PaddleXKind& kind) {
  Reader reader(kind);
  for (const Yaml& item : list.Items()) reader.Read(item);
  return reader.Take();
}

}  // namespace fastdeploy::vision
