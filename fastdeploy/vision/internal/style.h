// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace fastdeploy::vision {

/// PASCAL VOC's colour of a class: its bits, three at a time, from the top of each channel down;
/// the first of the three is blue, as in 1.x. Class 0 is black.
cv::Vec3b ColourOf(int label);

/// UTF-8 for OpenCV's letters, which are ASCII: one '?' for every character that it cannot draw.
std::string AsciiOf(const std::string& text);

}  // namespace fastdeploy::vision
