// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/read_transforms.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>

namespace fastdeploy::vision::segmentation {
namespace {

constexpr float kPixelScale = 1.0F / 255.0F;
constexpr int kPaddleXDivisor = 32;

int Positive(const Yaml& op, const std::string& key) {
  const int value = op.Get<int>(key);
  if (value < 1) op.At(key).Fail("expected a positive number");
  return value;
}
int PositiveOrNone(const Yaml& op, const std::string& key) {
  return op.Has(key) ? Positive(op, key) : 0;
}

/// [width, height], or a number for both.
cv::Size ReadSize(const Yaml& yaml) {
  const auto sides =
      yaml.IsSequence() ? yaml.As<std::vector<int>>() : std::vector<int>(2, yaml.As<int>());
  if (sides.size() != 2 || sides[0] < 1 || sides[1] < 1) {
    yaml.Fail("expected a positive size or [width, height]");
  }
  return {sides[0], sides[1]};
}

int ReadInterpolation(const Yaml& op) {
  static const std::map<std::string, int> kNames = {{"NEAREST", cv::INTER_NEAREST},
                                                    {"LINEAR", cv::INTER_LINEAR},
                                                    {"CUBIC", cv::INTER_CUBIC},
                                                    {"AREA", cv::INTER_AREA},
                                                    {"LANCZOS4", cv::INTER_LANCZOS4}};
  const auto name = op.Get<std::string>("interp", "LINEAR");
  const auto found = kNames.find(name);
  if (found == kNames.end())
    op.At("interp").FailUnsupported("unknown interpolation '" + name + "'");
  return found->second;
}

Rescale ReadResize(const Yaml& op, Dialect dialect) {
  const bool paddlex = dialect == Dialect::kPaddleX;
  const cv::Size size = op.Has("target_size") ? ReadSize(op.At("target_size")) : cv::Size(512, 512);
  Rescale step;
  step.rule = ToSize{size.width, size.height};
  if (op.Get<bool>("keep_ratio", paddlex)) step.rule = IntoSize{size.width, size.height};
  step.interpolation = ReadInterpolation(op);
  if (op.Has("size_divisor")) {
    step.divisor = Positive(op, "size_divisor");
  } else if (paddlex) {
    step.divisor = kPaddleXDivisor;
  }
  return step;
}

/// The range that a random transform draws from, which has to be a single value.
double ReadOnly(const Yaml& op, const std::string& least, const std::string& most,
                std::pair<double, double> fallback) {
  const auto low = op.Get<double>(least, fallback.first);
  const auto high = op.Get<double>(most, fallback.second);
  if (low != high) op.FailUnsupported("draws a size at random: " + least + " is not " + most);
  if (!(low > 0)) op.Fail("expected a positive size");
  return low;
}

Rescale ReadByShort(const Yaml& op) {
  const Yaml size = op.At("short_size");
  if (size.IsSequence() && size.Items().size() != 1) size.FailUnsupported("draws at random");
  const int target = size.IsSequence() ? size.Items()[0].As<int>() : size.As<int>();
  if (target < 1) size.Fail("expected a positive size");
  return {ByShort{target, op.Get<double>("max_size", 0)}};
}

template <typename Limit>
Rescale ReadLimit(const Yaml& op, const std::string& side) {
  const Limit limit{PositiveOrNone(op, "min_" + side), PositiveOrNone(op, "max_" + side)};
  if (limit.most > 0 && limit.least > limit.most) op.Fail("the least is larger than the most");
  return {limit};
}

/// Three numbers out of a list of three or one, or out of one number.
template <typename T>
std::array<T, 3> ReadChannels(const Yaml& op, const std::string& key, T fallback) {
  if (!op.Has(key)) return {fallback, fallback, fallback};
  const Yaml yaml = op.At(key);
  const auto values = yaml.IsSequence() ? yaml.As<std::vector<T>>() : std::vector<T>{yaml.As<T>()};
  if (values.size() == 1) return {values[0], values[0], values[0]};
  if (values.size() != 3) yaml.Fail("expected one number, or three, one a channel");
  return {values[0], values[1], values[2]};
}

class Reader {
 public:
  explicit Reader(Dialect dialect) : dialect_(dialect) {}

  void Read(const Yaml& op) {
    const auto type = op.Get<std::string>("type");
    if (type == "Normalize") {
      ReadNormalize(op);
    } else if (type == "LoadImages") {
      transforms_.layout.rgb = op.Get<bool>("to_rgb", true);
    } else {
      // PaddleSeg's images are floats from the start, others from Normalize on.
      const bool floats = dialect_ == Dialect::kPaddleSeg || normalized_;
      const SizeStep step = ReadStep(type, op);
      if (floats && !std::exchange(floats_, true)) transforms_.steps.emplace_back(ToFloat());
      transforms_.steps.push_back(step);
    }
  }

  [[nodiscard]] Transforms Take() { return std::move(transforms_); }

 private:
  void ReadNormalize(const Yaml& op) {
    if (std::exchange(normalized_, true)) op.FailUnsupported("Normalize a second time");
    transforms_.normalize = {ReadChannels(op, "mean", 0.5F), ReadChannels(op, "std", 0.5F),
                             kPixelScale};
    const auto& std = transforms_.normalize.std;
    if (std::count(std.begin(), std.end(), 0.0F) > 0) op.At("std").Fail("a deviation of 0");
  }

  [[nodiscard]] SizeStep ReadStep(const std::string& type, const Yaml& op) const {
    if (type == "Resize") return ReadResize(op, dialect_);
    if (type == "ResizeByShort") return ReadByShort(op);
    if (type == "ResizeByLong") return Rescale{ByLong{Positive(op, "long_size")}};
    if (type == "LimitShort") return ReadLimit<LimitShort>(op, "short");
    if (type == "LimitLong") return ReadLimit<LimitLong>(op, "long");
    if (type == "ResizeToIntMult") {
      return Rescale{DownToMultiple{op.Has("mult_int") ? Positive(op, "mult_int") : 32}};
    }
    if (type == "ResizeRangeScaling") {
      const double size = ReadOnly(op, "min_value", "max_value", {400, 600});
      return Rescale{ByLong{static_cast<int>(std::min(size, 1e9))}};
    }
    if (type == "ResizeStepScaling") {
      return Rescale{ByFactor{ReadOnly(op, "min_scale_factor", "max_scale_factor", {0.75, 1.25})}};
    }
    if (type == "Padding") {
      const cv::Size size = ReadSize(op.At("target_size"));
      return Pad{size.width, size.height, ReadPadding(op), dialect_ != Dialect::kMatting};
    }
    if (type == "PaddingByAspectRatio") {
      const auto ratio = op.Get<double>("aspect_ratio", 1);
      if (!(ratio > 0 && std::isfinite(ratio))) op.At("aspect_ratio").Fail("expected a ratio");
      return PadToRatio{ratio, ReadPadding(op)};
    }
    if (type.starts_with("Random")) {
      op.FailUnsupported("transform '" + type + "' is for training: it draws at random");
    }
    op.FailUnsupported("transform '" + type + "' is not known here");
  }

  /// The value as it is in the image before it is normalised, in the order BGR.
  [[nodiscard]] std::array<double, 3> ReadPadding(const Yaml& op) const {
    std::array<double, 3> value = ReadChannels(op, "im_padding_value", 127.5);
    for (size_t c = 0; c < 3 && normalized_; ++c) {
      const Normalize& normalize = transforms_.normalize;
      value[c] = (value[c] * normalize.std[c] + normalize.mean[c]) / normalize.scale;
    }
    if (transforms_.layout.rgb) std::swap(value[0], value[2]);
    return value;
  }

  Dialect dialect_;
  Transforms transforms_;
  bool normalized_ = false;
  bool floats_ = false;
};

}  // namespace

Transforms ReadTransforms(const Yaml& list, Dialect dialect) {
  Reader reader(dialect);
  const std::vector<Yaml> items = list.IsNull() ? std::vector<Yaml>() : list.Items();
  const auto is_last = [&](const Yaml& op) {
    return dialect == Dialect::kPaddleX && op.Get<std::string>("type", "") == "Normalize";
  };
  for (const Yaml& op : items) {
    if (!is_last(op)) reader.Read(op);
  }
  for (const Yaml& op : items) {
    if (is_last(op)) reader.Read(op);
  }
  return reader.Take();
}

}  // namespace fastdeploy::vision::segmentation
