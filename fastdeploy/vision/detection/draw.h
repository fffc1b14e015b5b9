// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/result.h"

namespace fastdeploy::vision {

// Images are 8-bit BGR. The functions do not modify their arguments and are thread-safe. They throw
// Error (kInvalidArgument) for any other image and for an invalid result: vectors of different
// lengths, or boxes a million pixels away.

/// Draws the objects as boxes (or rotated boxes) in the colours of their classes, with their masks
/// and with the number and score of the class. Objects with a score below `score_threshold` are
/// omitted. `line_size` is in pixels and `font_size` is OpenCV's font scale, for images of up to
/// 1000 pixels (longer side); larger images get larger lines and text.
FASTDEPLOY_DECL cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result,
                                     float score_threshold = 0.0F, int line_size = 1,
                                     float font_size = 0.5F);
/// The same with the names of the classes; a class without a name is shown by its number.
/// `font_color` is BGR. Without a `font_file` (.ttf, .otf), OpenCV draws the names, which knows
/// only ASCII: other characters become '?'. Throws Error if the file is not a font.
FASTDEPLOY_DECL cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result,
                                     const std::vector<std::string>& labels,
                                     float score_threshold = 0.0F, int line_size = 1,
                                     float font_size = 0.5F,
                                     std::vector<int> font_color = {255, 255, 255},
                                     int font_thickness = 1, const std::string& font_file = "");

}  // namespace fastdeploy::vision
