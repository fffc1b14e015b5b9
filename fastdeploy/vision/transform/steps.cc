// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/transform/internal/linear_resize.h"
#include "fastdeploy/vision/transform/internal/pil_resize.h"

namespace fastdeploy::vision::transform {
namespace {

constexpr double kLetterBoxGrey = 127.5;
constexpr double kRoundingGuard = 0.1;  // puts an odd pixel of padding on the right or below

[[noreturn]] void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, reason);
}

/// `to` in whole pixels. Throws Error if it is empty or too large; `what` completes the message
/// "would be ... to".
cv::Size CheckedSize(cv::Size from, cv::Size2d to, const char* what) {
  if (to.width >= 1 && to.height >= 1 && to.width * to.height <= kMostPixels) return to;
  Fail(fmt::format("an image of {}x{} would be {} to {}x{}", from.width, from.height, what,
                   to.width, to.height));
}

double UpTo(double side, int multiple) { return std::ceil(side / multiple) * multiple; }

/// Computes the size after a step.
struct Sizer {
  cv::Size size;

  cv::Size operator()(const Resize& step) const {
    cv::Size2d to = ScalingFor(step.rule, size).size;
    if (step.divisor > 0) to = {UpTo(to.width, step.divisor), UpTo(to.height, step.divisor)};
    return CheckedSize(size, to, "resized");
  }
  cv::Size operator()(const Pad& step) const {
    if (step.below_sum > 0 && size.width + size.height >= step.below_sum) return size;
    if (step.larger_is_error && (size.width > step.width || size.height > step.height)) {
      Fail(fmt::format("cannot pad an image of {}x{} to {}x{}", size.width, size.height, step.width,
                       step.height));
    }
    const cv::Size2d to(std::max(step.width, size.width), std::max(step.height, size.height));
    return CheckedSize(size, to, "padded");
  }
  cv::Size operator()(const PadToRatio& step) const {
    cv::Size2d to = size;
    if (to.width / to.height > step.ratio) {
      to.height = std::trunc(to.width / step.ratio);
    } else if (to.width / to.height < step.ratio) {
      to.width = std::trunc(to.height * step.ratio);
    }
    return CheckedSize(size, to, "padded");
  }
  cv::Size operator()(const PadToMultiple& step) const {
    const cv::Size2d to(UpTo(size.width, step.multiple), UpTo(size.height, step.multiple));
    return CheckedSize(size, to, "padded");
  }
  cv::Size operator()(const CenterCrop& step) const {
    if (size.width < step.width || size.height < step.height) {
      Fail(fmt::format("cannot crop {}x{} out of an image of {}x{}", step.width, step.height,
                       size.width, size.height));
    }
    return {step.width, step.height};
  }
  cv::Size operator()(const LetterBox& step) const {
    (void)CheckedSize(size, Inside(step).size, "resized");
    return CheckedSize(size, cv::Size2d(step.width, step.height), "padded");
  }
  cv::Size operator()(const Warp& step) const {
    cv::Size2d to(step.width, step.height);
    if (step.keep_size) to = {(size.width | step.pad) + 1.0, (size.height | step.pad) + 1.0};
    return CheckedSize(size, to, "warped");
  }
  cv::Size operator()(const ToFloat& /*step*/) const { return size; }
  cv::Size operator()(const ToGrey& /*step*/) const { return size; }

  /// The scaling of the image inside a letter box.
  [[nodiscard]] Scaling Inside(const LetterBox& step) const {
    const double scale =
        std::min(double(step.height) / size.height, double(step.width) / size.width);
    return ScalingFor(ByFactor{scale}, size);
  }
};

std::array<float, 2> Factors(cv::Point2d exact) {
  return {static_cast<float>(exact.x), static_cast<float>(exact.y)};
}

/// The size after a Resize, and the factors by which it samples pixels.
Scaling ScalingBy(const Resize& step, cv::Size before) {
  const cv::Size size = Sizer{before}(step);
  const cv::Point2d rounded(double(size.width) / before.width, double(size.height) / before.height);
  return {size, step.exact_factors ? ScalingFor(step.rule, before).exactly : rounded};
}

/// What a CenterCrop keeps of an image.
cv::Rect Middle(const CenterCrop& step, cv::Size before) {
  const cv::Size size = Sizer{before}(step);
  return {{(before.width - size.width) / 2, (before.height - size.height) / 2}, size};
}

struct Applier {
  const cv::Mat& image;
  cv::Mat* buffer;
  Geometry* geometry;

  cv::Mat operator()(const Resize& step) const {
    const Scaling scaling = ScalingBy(step, image.size());
    const cv::Size size = scaling.size;
    const cv::Point2d factors = scaling.exactly;
    geometry->NoteScaling(image.size(), size, Factors(factors));
    if (size == image.size()) return image;
    if (step.pillow) {
      PilResize(image, size, step.interpolation, buffer);
    } else if (step.exact_factors) {
      cv::resize(image, *buffer, {}, factors.x, factors.y, step.interpolation);
    } else {
      cv::resize(image, *buffer, size, 0, 0, step.interpolation);
    }
    return *buffer;
  }

  cv::Mat operator()(const Pad& step) const { return PadTo(Sizer{image.size()}(step), step.value); }
  cv::Mat operator()(const PadToRatio& step) const {
    return PadTo(Sizer{image.size()}(step), step.value);
  }
  cv::Mat operator()(const PadToMultiple& step) const {
    return PadTo(Sizer{image.size()}(step), step.value);
  }
  [[nodiscard]] cv::Mat PadTo(cv::Size size, const std::array<double, 3>& value) const {
    geometry->NoteCanvas(image.size(), size, {0, 0});
    if (size == image.size()) return image;
    cv::copyMakeBorder(image, *buffer, 0, size.height - image.rows, 0, size.width - image.cols,
                       cv::BORDER_CONSTANT | cv::BORDER_ISOLATED, {value[0], value[1], value[2]});
    return *buffer;
  }

  cv::Mat operator()(const CenterCrop& step) const {
    const cv::Rect middle = Middle(step, image.size());
    geometry->NoteCanvas(image.size(), middle.size(), -cv::Point2f(middle.tl()));
    return image(middle);
  }

  cv::Mat operator()(const LetterBox& step) const {
    const cv::Size canvas = Sizer{image.size()}(step);
    const Scaling inside = Sizer{image.size()}.Inside(step);
    const cv::Size size = inside.size;
    geometry->NoteScaling(image.size(), size, Factors(inside.exactly));
    cv::Mat resized = image;
    if (size != image.size()) {
      cv::resize(image, resized = cv::Mat(), size, 0, 0, cv::INTER_AREA);
    }
    const double beside = double(canvas.width - size.width) / 2;
    const double above = double(canvas.height - size.height) / 2;
    const auto side = [](double pixels) { return static_cast<int>(std::nearbyint(pixels)); };
    const int left = side(beside - kRoundingGuard);
    const int top = side(above - kRoundingGuard);
    geometry->NoteCanvas(size, canvas, cv::Point(left, top));
    cv::copyMakeBorder(resized, *buffer, top, side(above + kRoundingGuard), left,
                       side(beside + kRoundingGuard), cv::BORDER_CONSTANT | cv::BORDER_ISOLATED,
                       cv::Scalar::all(kLetterBoxGrey));
    return *buffer;
  }

  cv::Mat operator()(const Warp& step) const {
    const cv::Size size = Sizer{image.size()}(step);
    cv::Point2f centre(static_cast<float>(image.cols) / 2, static_cast<float>(image.rows) / 2);
    auto source_width =
        static_cast<float>(step.by_width ? image.cols : std::max(image.cols, image.rows));
    if (step.keep_size) {
      centre = cv::Point(image.cols / 2, image.rows / 2);
      source_width = static_cast<float>(size.width);
    }
    // Three points of each image: the middle, half a width above it, and half a width left of that.
    const auto points = [](cv::Point2f middle, float width) {
      const cv::Point2f up = middle - cv::Point2f(0, width / 2);
      return std::array<cv::Point2f, 3>{middle, up, up - cv::Point2f(width / 2, 0)};
    };
    const cv::Point2f middle(static_cast<float>(size.width) / 2,
                             static_cast<float>(size.height) / 2);
    const auto from = points(centre, source_width);
    const auto to = points(middle, static_cast<float>(size.width));
    // im_shape and scale_factor ignore this step, so `scaled` and `scale` stay.
    const float factor = static_cast<float>(size.width) / source_width;
    const cv::Size2f scaled = cv::Size2f(image.size()) * factor;
    geometry->prepared = size;
    geometry->changes.push_back({.before = image.size(), .scale = {factor, factor}});
    geometry->changes.push_back(
        {.before = scaled, .offset = middle - centre * factor, .canvas = true});
    cv::warpAffine(image, *buffer, cv::getAffineTransform(from.data(), to.data()), size,
                   cv::INTER_LINEAR);
    return *buffer;
  }

  cv::Mat operator()(const ToFloat& /*step*/) const {
    image.convertTo(*buffer, CV_32F);
    return *buffer;
  }

  cv::Mat operator()(const ToGrey& step) const {
    cv::cvtColor(image, *buffer, step.rgb ? cv::COLOR_RGB2GRAY : cv::COLOR_BGR2GRAY);
    return *buffer;
  }
};

template <typename Kind>
const Kind* StepAt(std::span<const Step> steps, size_t i) {
  return i < steps.size() ? std::get_if<Kind>(&steps[i]) : nullptr;
}

/// The size after a step of every image that it accepts; empty if it depends on the image.
struct FixedBy {
  cv::Size operator()(const Resize& step) const {
    return std::holds_alternative<ToSize>(step.rule) ? Sizer{{1, 1}}(step) : cv::Size();
  }
  cv::Size operator()(const Pad& step) const {
    return step.larger_is_error && step.below_sum == 0 ? cv::Size(step.width, step.height)
                                                       : cv::Size();
  }
  cv::Size operator()(const CenterCrop& step) const { return {step.width, step.height}; }
  cv::Size operator()(const LetterBox& step) const { return {step.width, step.height}; }
  cv::Size operator()(const Warp& step) const {
    return step.keep_size ? cv::Size() : cv::Size(step.width, step.height);
  }
  cv::Size operator()(const PadToRatio& /*step*/) const { return {}; }
  cv::Size operator()(const PadToMultiple& /*step*/) const { return {}; }
  cv::Size operator()(const ToFloat& /*step*/) const { return {}; }
  cv::Size operator()(const ToGrey& /*step*/) const { return {}; }
};

}  // namespace

cv::Size SizeAfter(const Step& step, cv::Size size) { return std::visit(Sizer{size}, step); }

cv::Mat Apply(const Step& step, const cv::Mat& image, cv::Mat* buffer, Geometry* geometry) {
  return std::visit(Applier{image, buffer, geometry}, step);
}

cv::Mat ApplyNext(std::span<const Step>* steps, const cv::Mat& image, cv::Mat* buffer,
                  Geometry* geometry) {
  const bool floats = StepAt<ToFloat>(*steps, 0) != nullptr;
  size_t count = floats ? 1 : 0;
  const auto* resize = StepAt<Resize>(*steps, count++);
  const auto* crop = StepAt<CenterCrop>(*steps, count);
  if (crop != nullptr) ++count;
  const bool linear = resize != nullptr && !resize->pillow &&
                      resize->interpolation == cv::INTER_LINEAR && image.depth() == CV_8U;
  // A size that stays is left to Apply, too, which then has no pixels to copy.
  if (!linear || count < 2 || (!floats && Sizer{image.size()}(*resize) == image.size())) {
    const Step& first = steps->front();
    *steps = steps->subspan(1);
    return Apply(first, image, buffer, geometry);
  }
  const Scaling scaling = ScalingBy(*resize, image.size());
  LinearTarget target = {scaling.size, scaling.exactly, {{}, cv::Size(scaling.size)}, floats};
  geometry->NoteScaling(image.size(), target.size, Factors(target.factors));
  if (crop != nullptr) {
    target.part = Middle(*crop, target.size);
    geometry->NoteCanvas(target.size, target.part.size(), -cv::Point2f(target.part.tl()));
  }
  LinearResize(image, target, buffer);
  *steps = steps->subspan(count);
  return *buffer;
}

int ChannelsAfter(std::span<const Step> steps) {
  const auto grey = [](const Step& step) { return std::holds_alternative<ToGrey>(step); };
  return std::ranges::any_of(steps, grey) ? 1 : 3;
}

cv::Size FixedSize(std::span<const Step> steps) {
  cv::Size fixed;
  for (const Step& step : steps) {
    if (const cv::Size by_step = std::visit(FixedBy(), step); !by_step.empty()) {
      fixed = by_step;
    } else if (!fixed.empty()) {
      fixed = SizeAfter(step, fixed);
    }
  }
  return fixed;
}

}  // namespace fastdeploy::vision::transform
