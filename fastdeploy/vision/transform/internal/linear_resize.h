// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

namespace fastdeploy::vision::transform {

/// What LinearResize makes.
struct LinearTarget {
  cv::Size size;        ///< of the whole resized image
  cv::Point2d factors;  ///< that size / size of the image, not rounded
  cv::Rect part;        ///< of the resized image: what is computed
  bool floats = false;  ///< float values; off: rounded to 8 bits
};

/// Part of an 8-bit image of 3 channels or 1, resized with linear interpolation: to the bit what
/// cv::resize (OpenCV 4) makes of the image, or with LinearTarget::floats of the image after a
/// conversion to float. Rows and columns on which nothing depends are not computed.
void LinearResize(const cv::Mat& image, const LinearTarget& target, cv::Mat* output);

}  // namespace fastdeploy::vision::transform
