// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// Throws Error (kInvalidArgument) unless `image` is what models take: 8-bit BGR (CV_8UC3) and not
/// empty. It need not be continuous.
FASTDEPLOY_DECL void CheckImage(const cv::Mat& image);

/// The largest image, in pixels, that a step may produce. It guards against blow-ups: a strip of 1
/// x 5000 scaled to a short side of 256 would be 1.3 million pixels long and take 1 GB.
inline constexpr double kMostPixels = 2e8;

}  // namespace fastdeploy::vision
