// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace fastdeploy::images {

/// The contents of a JPEG file. `image`: 8 bits, 1 channel (grey) or 3 (BGR). `quality`: 0 to 100,
/// as libjpeg's. Throws Error (kInvalidArgument) for other images, and for one that libjpeg does
/// not write, such as one without pixels or with a side above 65,500.
std::string EncodeJpeg(const cv::Mat& image, int quality = 95);

}  // namespace fastdeploy::images
