// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/size_rule.h"

#include <algorithm>
#include <cmath>

namespace fastdeploy::vision::transform {
namespace {

double Shorter(cv::Size size) { return std::min(size.width, size.height); }
double Longer(cv::Size size) { return std::max(size.width, size.height); }

/// `side`, clamped to the limits.
double Limited(double side, int least, int most) {
  if (most > 0 && side > most) return most;
  return least > 0 && side < least ? least : side;
}

struct Scaler {
  cv::Size size;

  [[nodiscard]] Scaling By(double scale_x, double scale_y) const {
    return {{std::nearbyint(size.width * scale_x), std::nearbyint(size.height * scale_y)},
            {scale_x, scale_y}};
  }
  [[nodiscard]] Scaling By(double scale) const { return By(scale, scale); }
  [[nodiscard]] Scaling To(double width, double height) const {
    return {{width, height}, {width / size.width, height / size.height}};
  }

  Scaling operator()(const ToSize& rule) const { return To(rule.width, rule.height); }
  Scaling operator()(const IntoSize& rule) const {
    const cv::Size into(rule.width, rule.height);
    return By(std::min(Longer(into) / Longer(size), Shorter(into) / Shorter(size)));
  }
  Scaling operator()(const IntoSizeByShort& rule) const {
    const cv::Size into(rule.width, rule.height);
    const double scale = Shorter(into) / Shorter(size);
    const bool too_long = std::nearbyint(scale * Longer(size)) > Longer(into);
    return By(too_long ? Longer(into) / Longer(size) : scale);
  }
  Scaling operator()(const ByShort& rule) const {
    double target = rule.target;
    if (rule.longest > 0 && target / Shorter(size) * Longer(size) > rule.longest) {
      target = std::trunc(rule.longest / Longer(size) * Shorter(size));
    }
    return By(target / Shorter(size));
  }
  Scaling operator()(const ByLong& rule) const { return By(rule.target / Longer(size)); }
  Scaling operator()(const LimitShort& rule) const {
    return By(Limited(Shorter(size), rule.least, rule.most) / Shorter(size));
  }
  Scaling operator()(const LimitLong& rule) const {
    return By(Limited(Longer(size), rule.least, rule.most) / Longer(size));
  }
  Scaling operator()(const ByFactor& rule) const { return By(rule.factor); }
  Scaling operator()(const DownToMultiple& rule) const {
    const auto down = [&](int side) {
      return static_cast<double>(std::max(side / rule.divisor, 1)) * rule.divisor;
    };
    return To(down(size.width), down(size.height));
  }
  Scaling operator()(const ShrinkInto& rule) const {
    const double scale =
        std::min(double(rule.width) / size.width, double(rule.height) / size.height);
    return By(std::min(scale, 1.0));
  }
  Scaling operator()(const FitInto& rule) const {
    const double scale =
        std::min(double(rule.width) / size.width, double(rule.height) / size.height);
    const Scaling fitted = By(scale);
    return {{std::max(fitted.size.width, 1.0), std::max(fitted.size.height, 1.0)}, fitted.exactly};
  }
  Scaling operator()(const SidesToMultiple& rule) const {
    double scale = 1;
    if (rule.long_side > 0) {
      scale = rule.long_side / Longer(size);
    } else if (rule.least_short > 0 && Shorter(size) < rule.least_short) {
      scale = rule.least_short / Shorter(size);
    } else if (rule.most_long > 0 && Longer(size) > rule.most_long) {
      scale = rule.most_long / Longer(size);
    }
    cv::Size2d to(std::trunc(size.width * scale), std::trunc(size.height * scale));
    const double longer = std::max(to.width, to.height);
    if (rule.most > 0 && longer > rule.most) {
      const double bounding = rule.most / longer;
      to = {std::trunc(to.width * bounding), std::trunc(to.height * bounding)};
    }
    const auto to_multiple = [&](double side) {
      return std::max(std::nearbyint(side / rule.multiple), 1.0) * rule.multiple;
    };
    return To(to_multiple(to.width), to_multiple(to.height));
  }
  Scaling operator()(const ToHeightUpToMultiple& rule) const {
    const double width = double(size.width) * rule.height / size.height;
    return To(std::ceil(width / rule.multiple) * rule.multiple, rule.height);
  }
  Scaling operator()(const ToHeight& rule) const {
    const double width = std::ceil(rule.height * (double(size.width) / size.height));
    return To(std::clamp(width, 1.0, std::max(1.0, double(rule.widest))), rule.height);
  }
  Scaling operator()(const ToHeightByMultiple& rule) const {
    double width = std::ceil(rule.height * (double(size.width) / size.height));
    width = std::nearbyint(width / rule.multiple) * rule.multiple;
    return To(std::min<double>(std::max<double>(width, rule.narrowest), rule.widest), rule.height);
  }
  Scaling operator()(const ToWholeHeights& rule) const {
    constexpr int kMost = 3;
    const int heights = (size.width + size.height - 1) / size.height;
    const double width = heights > kMost ? rule.widest : double(heights) * rule.height;
    return To(std::min<double>(width, rule.widest), rule.height);
  }
};

}  // namespace

Scaling ScalingFor(const SizeRule& rule, cv::Size size) { return std::visit(Scaler{size}, rule); }

}  // namespace fastdeploy::vision::transform
