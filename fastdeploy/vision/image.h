// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// 1.x wraps OpenCV's image; here it is OpenCV's image.
using Mat = cv::Mat;
using FDMat = cv::Mat;

inline FDMat WrapMat(const cv::Mat& image) { return image; }
inline std::vector<FDMat> WrapMat(const std::vector<cv::Mat>& images) { return images; }

/// Throws Error (kInvalidArgument) unless `image` is what models take: 8-bit BGR (CV_8UC3), not
/// empty, continuous or not.
FASTDEPLOY_DECL void CheckImage(const cv::Mat& image);

/// Images of more pixels than this are refused where a step would blow one up (a strip of 1 x 5000
/// scaled to a short side of 256 would be 1.3 million pixels long, and 1 GB).
inline constexpr double kMostPixels = 2e8;

}  // namespace fastdeploy::vision
