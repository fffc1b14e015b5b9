// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace fastdeploy::images {

/// The contents of a PNG file. `image`: 1 channel (grey), 3 (BGR) or 4 (BGR and alpha) of 8 or 16
/// bits. Compressed for speed: drawings of pages are large. Throws Error (kInvalidArgument) for
/// other images, and for one that libpng does not write, such as one without pixels.
std::string EncodePng(const cv::Mat& image);

}  // namespace fastdeploy::images
