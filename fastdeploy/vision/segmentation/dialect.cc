// SPDX-License-Identifier: Apache-2.0
//
// Interprets the YAML of PaddleSeg, of its Matting folder and of PaddleX's segmenters.

#include <algorithm>
#include <cmath>
#include <utility>

#include "fastdeploy/vision/segmentation/internal/dialect.h"
#include "fastdeploy/vision/transform/internal/yaml_fields.h"

namespace fastdeploy::vision::segmentation {
namespace {

using transform::ByFactor;
using transform::ByLong;
using transform::ByShort;
using transform::DownToMultiple;
using transform::FixedSize;
using transform::IntoSize;
using transform::LimitLong;
using transform::LimitShort;
using transform::Normalize;
using transform::Pad;
using transform::PadToRatio;
using transform::Resize;
using transform::ShrinkInto;
using transform::Step;
using transform::ToFloat;
using transform::ToSize;

constexpr int kPaddleXDivisor = 32;
constexpr int kDefaultSize = 512;
constexpr int64_t kLongestSide = 1 << 20;
constexpr Normalize kHalf = {
    .mean = {0.5F, 0.5F, 0.5F}, .std = {0.5F, 0.5F, 0.5F}, .scale = kPixelScale};

/// A positive limit, or 0 (no limit) if the key is missing.
int ReadLimitOrNone(const Yaml& op, const std::string& key) { return ReadPositive(op, key, 0); }

Resize ReadResize(const Yaml& op, Dialect dialect) {
  const bool paddlex = dialect == Dialect::kPaddleX;
  const cv::Size size = op.Has("target_size")
                            ? ReadSize(op.At("target_size"), SizeOrder::kWidthHeight)
                            : cv::Size(kDefaultSize, kDefaultSize);
  Resize step;
  step.rule = ToSize{.width = size.width, .height = size.height};
  if (op.Get<bool>("keep_ratio", paddlex)) {
    step.rule = IntoSize{.width = size.width, .height = size.height};
  }
  if (op.Has("interp")) step.interpolation = ReadInterpolation(op.At("interp"));
  step.divisor = ReadPositive(op, "size_divisor", paddlex ? kPaddleXDivisor : 0);
  return step;
}

/// The value of a random transform whose range has only one. Throws Error for a wider range.
double ReadSingleValue(const Yaml& op, const std::string& least, const std::string& most,
                       std::pair<double, double> fallback) {
  const auto low = op.Get<double>(least, fallback.first);
  const auto high = op.Get<double>(most, fallback.second);
  if (low != high) {
    op.FailUnsupported("random sizes are not supported: " + least + " differs from " + most);
  }
  if (!(low > 0)) op.Fail("expected a positive size");
  return low;
}

Resize ReadByShort(const Yaml& op) {
  const Yaml size = op.At("short_size");
  if (size.IsSequence() && size.Items().size() != 1) {
    size.FailUnsupported("random sizes are not supported: expected one number");
  }
  const int target = size.IsSequence() ? size.Items()[0].As<int>() : size.As<int>();
  if (target < 1) size.Fail("expected a positive size");
  return {.rule = ByShort{.target = target, .longest = op.Get<double>("max_size", 0)}};
}

template <typename Limit>
Resize ReadLimit(const Yaml& op, const std::string& side) {
  const Limit limit{.least = ReadLimitOrNone(op, "min_" + side),
                    .most = ReadLimitOrNone(op, "max_" + side)};
  if (limit.most > 0 && limit.least > limit.most) {
    op.Fail("min_" + side + " is larger than max_" + side);
  }
  return {.rule = limit};
}

class Reader {
 public:
  explicit Reader(Dialect dialect) : dialect_(dialect) {}

  void Read(const Yaml& op) {
    const auto type = op.Get<std::string>("type");
    if (type == "Normalize") {
      if (std::exchange(normalized_, true)) {
        op.FailUnsupported("Normalize appears a second time");
      }
      preparation_.normalize = ReadNormalize(op, kHalf, kPixelScale);
    } else if (type == "LoadImages") {
      preparation_.layout.rgb = op.Get<bool>("to_rgb", true);
    } else {
      // PaddleSeg's images are floats from the start, the others' from Normalize on.
      const bool floats = dialect_ == Dialect::kPaddleSeg || normalized_;
      const Step step = ReadStep(type, op);
      if (floats && !std::exchange(floats_, true)) preparation_.steps.emplace_back(ToFloat());
      preparation_.steps.push_back(step);
    }
  }

  [[nodiscard]] Preparation Take() { return std::move(preparation_); }

 private:
  [[nodiscard]] Step ReadStep(const std::string& type, const Yaml& op) const {
    if (type == "Resize") return ReadResize(op, dialect_);
    if (type == "ResizeByShort") return ReadByShort(op);
    if (type == "ResizeByLong") return Resize{.rule = ByLong{ReadPositive(op, "long_size")}};
    if (type == "LimitShort") return ReadLimit<LimitShort>(op, "short");
    if (type == "LimitLong") return ReadLimit<LimitLong>(op, "long");
    if (type == "ResizeToIntMult") {
      return Resize{.rule = DownToMultiple{ReadPositive(op, "mult_int", kPaddleXDivisor)}};
    }
    if (type == "ResizeRangeScaling") {
      const double size = ReadSingleValue(op, "min_value", "max_value", {400, 600});
      return Resize{.rule = ByLong{static_cast<int>(std::min(size, 1e9))}};
    }
    if (type == "ResizeStepScaling") {
      return Resize{.rule = ByFactor{
                        ReadSingleValue(op, "min_scale_factor", "max_scale_factor", {0.75, 1.25})}};
    }
    if (type == "Padding") {
      const cv::Size size = ReadSize(op.At("target_size"), SizeOrder::kWidthHeight);
      return Pad{.width = size.width,
                 .height = size.height,
                 .value = ReadPadding(op),
                 .larger_is_error = dialect_ != Dialect::kMatting};
    }
    if (type == "PaddingByAspectRatio") {
      const auto ratio = op.Get<double>("aspect_ratio", 1);
      if (!(ratio > 0 && std::isfinite(ratio))) {
        op.At("aspect_ratio").Fail("expected a positive ratio");
      }
      return PadToRatio{.ratio = ratio, .value = ReadPadding(op)};
    }
    if (type.starts_with("Random")) {
      op.FailUnsupported("transform '" + type + "' is for training only: it is random");
    }
    op.FailUnsupported("unknown transform '" + type + "'");
  }

  [[nodiscard]] std::array<double, 3> ReadPadding(const Yaml& op) const {
    const auto value = ReadChannels<double>(op, "im_padding_value", {127.5, 127.5, 127.5});
    return PaddingBeforeNormalize(value, preparation_.normalize, normalized_,
                                  preparation_.layout.rgb);
  }

  Dialect dialect_;
  Preparation preparation_;
  bool normalized_ = false;
  bool floats_ = false;
};

}  // namespace

Dialect DialectOf(const Yaml& yaml, bool matting) {
  if (matting) return Dialect::kMatting;
  const bool paddlex = yaml.Has("Global") && yaml.At("Global").Has("model_name");
  return paddlex ? Dialect::kPaddleX : Dialect::kPaddleSeg;
}

Preparation ReadTransforms(const Yaml& list, Dialect dialect) {
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

std::array<int64_t, 4> ReadInputShape(const Yaml& deploy, Dialect dialect) {
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
  if (shape[1] == 1 && dialect == Dialect::kMatting) shape[1] = 3;
  if (shape[1] != 3 && shape[1] != -1) dims[1].FailUnsupported("only 3 channels are supported");
  return shape;
}

void FitTo(cv::Size size, Dialect dialect, Preparation* preparation) {
  std::vector<Step>& steps = preparation->steps;
  if (size.empty() || !FixedSize(steps).empty()) return;
  if (dialect != Dialect::kMatting) {
    // PaddleSeg's images are floats; if there are steps, these have converted them already.
    if (steps.empty() && dialect == Dialect::kPaddleSeg) steps.emplace_back(ToFloat());
    steps.emplace_back(Resize{.rule = ToSize{.width = size.width, .height = size.height}});
    return;
  }
  const auto& mean = preparation->normalize.mean;  // RGB; the images are BGR
  const double scale = preparation->normalize.scale;
  steps.emplace_back(Resize{.rule = ShrinkInto{.width = size.width, .height = size.height}});
  steps.emplace_back(ToFloat());
  steps.emplace_back(Pad{.width = size.width,
                         .height = size.height,
                         .value = {mean[2] / scale, mean[1] / scale, mean[0] / scale}});
}

}  // namespace fastdeploy::vision::segmentation
