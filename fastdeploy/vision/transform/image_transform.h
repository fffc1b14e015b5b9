// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/vision/transform/steps.h"

namespace fastdeploy::vision {

/// Geometric steps, then the pass that writes the tensor. A value, never changed by running.
struct ImageTransform {
  std::vector<Step> steps;
  Normalize normalize;
  Layout layout;

  /// The geometric steps. The result may be a view of `image` or of `*scratch`. Throws Error.
  [[nodiscard]] cv::Mat ApplySteps(const cv::Mat& image, cv::Mat* scratch) const;

  /// The size of every result, or {0, 0} where it depends on the image.
  [[nodiscard]] cv::Size FixedSize() const;
};

}  // namespace fastdeploy::vision
