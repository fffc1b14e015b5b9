// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/result.h"

namespace fastdeploy::vision {

// Takes and gives 8-bit BGR images, leaves its arguments as they are, and may be called from
// several threads at once. Throws Error (kInvalidArgument) for another image, and for a result that
// cannot be one: vectors of different lengths, boxes a million pixels away.

/// The objects as boxes in the colours of their classes (turned ones turned), masks blended in,
/// with number and score of the class. Objects with a score below `score_threshold` are left out.
/// `line_size` is in pixels and `font_size` OpenCV's scale of text, for images of up to 1000 pixels
/// (longer side); larger images get larger lines and text.
FASTDEPLOY_DECL cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result,
                                     float score_threshold = 0.0F, int line_size = 1,
                                     float font_size = 0.5F);
/// The same with the names of the classes; a class without a name keeps its number. OpenCV draws
/// ASCII only: other characters become '?'. `font_color` is BGR.
FASTDEPLOY_DECL cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result,
                                     const std::vector<std::string>& labels,
                                     float score_threshold = 0.0F, int line_size = 1,
                                     float font_size = 0.5F,
                                     std::vector<int> font_color = {255, 255, 255},
                                     int font_thickness = 1);

}  // namespace fastdeploy::vision
