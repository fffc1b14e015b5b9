// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace fastdeploy::vision {

/// The colour of a class in PASCAL VOC's palette: each three bits of the label set one bit in each
/// channel, from the highest down; the first of the three is blue, as in 1.x. Class 0 is black.
cv::Vec3b ColourOf(int label);

/// UTF-8 text as ASCII, the only characters that OpenCV draws: every other becomes one '?'.
std::string AsciiOf(const std::string& text);

}  // namespace fastdeploy::vision
