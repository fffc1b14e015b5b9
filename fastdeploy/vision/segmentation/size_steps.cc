// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/size_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/transform/steps.h"

namespace fastdeploy::vision::segmentation {
namespace {

using SizeF = cv::Size2d;  // sizes before they are known to be possible

double Shorter(cv::Size size) { return std::min(size.width, size.height); }
double Longer(cv::Size size) { return std::max(size.width, size.height); }

SizeF Scaled(cv::Size size, double scale) {
  return {std::nearbyint(size.width * scale), std::nearbyint(size.height * scale)};
}

/// The value that brings `side` between the limits.
double Limited(double side, int least, int most) {
  if (most > 0 && side > most) return most;
  return least > 0 && side < least ? least : side;
}

struct Sizer {
  cv::Size size;

  SizeF operator()(const ToSize& rule) const {
    return {static_cast<double>(rule.width), static_cast<double>(rule.height)};
  }
  SizeF operator()(const IntoSize& rule) const {
    const cv::Size into(rule.width, rule.height);
    return Scaled(size, std::min(Longer(into) / Longer(size), Shorter(into) / Shorter(size)));
  }
  SizeF operator()(const ByShort& rule) const {
    double target = rule.target;
    if (rule.longest > 0 && target / Shorter(size) * Longer(size) > rule.longest) {
      target = std::trunc(rule.longest / Longer(size) * Shorter(size));
    }
    return Scaled(size, target / Shorter(size));
  }
  SizeF operator()(const ByLong& rule) const { return Scaled(size, rule.target / Longer(size)); }
  SizeF operator()(const LimitShort& rule) const {
    return Scaled(size, Limited(Shorter(size), rule.least, rule.most) / Shorter(size));
  }
  SizeF operator()(const LimitLong& rule) const {
    return Scaled(size, Limited(Longer(size), rule.least, rule.most) / Longer(size));
  }
  SizeF operator()(const ByFactor& rule) const { return Scaled(size, rule.factor); }
  SizeF operator()(const DownToMultiple& rule) const {
    const auto down = [&](int side) {
      return static_cast<double>(std::max(side / rule.divisor, 1)) * rule.divisor;
    };
    return {down(size.width), down(size.height)};
  }
  SizeF operator()(const ShrinkInto& rule) const {
    const double scale =
        std::min(double(rule.width) / size.width, double(rule.height) / size.height);
    return scale < 1 ? Scaled(size, scale) : SizeF(size);
  }
};

cv::Mat PadTo(const cv::Mat& image, cv::Size size, const std::array<double, 3>& value,
              cv::Mat* buffer, std::vector<Undo>* undo) {
  if (size == image.size()) return image;
  if (double(size.width) * size.height > kMostPixels) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("an image of {}x{} would be padded to {}x{}", image.cols, image.rows,
                            size.width, size.height));
  }
  undo->push_back({true, image.size()});
  cv::copyMakeBorder(image, *buffer, 0, size.height - image.rows, 0, size.width - image.cols,
                     cv::BORDER_CONSTANT, {value[0], value[1], value[2]});
  return *buffer;
}

struct Applier {
  const cv::Mat& image;
  cv::Mat* buffer;
  std::vector<Undo>* undo;

  cv::Mat operator()(const Rescale& step) const {
    const cv::Size size = SizeAfter(step, image.size());
    if (size != image.size()) undo->push_back({false, image.size()});
    return vision::Apply(Resize{size.width, size.height, step.interpolation}, image, buffer);
  }

  cv::Mat operator()(const Pad& step) const {
    if (step.larger_is_error && (image.cols > step.width || image.rows > step.height)) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("cannot pad an image of {}x{} to {}x{}", image.cols, image.rows,
                              step.width, step.height));
    }
    const cv::Size size(std::max(step.width, image.cols), std::max(step.height, image.rows));
    return PadTo(image, size, step.value, buffer, undo);
  }

  cv::Mat operator()(const PadToRatio& step) const {
    SizeF size = image.size();
    if (size.width / size.height > step.ratio) {
      size.height = std::trunc(size.width / step.ratio);
    } else if (size.width / size.height < step.ratio) {
      size.width = std::trunc(size.height * step.ratio);
    }
    if (size.width * size.height > kMostPixels) size = {kMostPixels, 2};  // refused by PadTo
    return PadTo(image, size, step.value, buffer, undo);
  }

  cv::Mat operator()(const ToFloat& /*step*/) const {
    image.convertTo(*buffer, CV_32F);
    return *buffer;
  }
};

}  // namespace

cv::Size SizeAfter(const Rescale& step, cv::Size size) {
  SizeF after = std::visit(Sizer{size}, step.rule);
  if (step.divisor > 0) {
    after.width = std::ceil(after.width / step.divisor) * step.divisor;
    after.height = std::ceil(after.height / step.divisor) * step.divisor;
  }
  if (!(after.width >= 1 && after.height >= 1 && after.width * after.height <= kMostPixels)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("an image of {}x{} would be resized to {}x{}", size.width, size.height,
                            after.width, after.height));
  }
  return after;
}

cv::Mat Apply(const SizeStep& step, const cv::Mat& image, cv::Mat* buffer,
              std::vector<Undo>* undo) {
  return std::visit(Applier{image, buffer, undo}, step);
}

cv::Size FixedSize(const std::vector<SizeStep>& steps) {
  cv::Size fixed;
  for (const SizeStep& step : steps) {
    if (const auto* rescale = std::get_if<Rescale>(&step)) {
      const bool exact = std::holds_alternative<ToSize>(rescale->rule);
      if (exact || !fixed.empty()) fixed = SizeAfter(*rescale, fixed);
    } else if (const auto* pad = std::get_if<Pad>(&step); pad != nullptr && pad->larger_is_error) {
      fixed = {pad->width, pad->height};
    } else if (!std::holds_alternative<ToFloat>(step)) {
      fixed = {};
    }
  }
  return fixed;
}

}  // namespace fastdeploy::vision::segmentation
