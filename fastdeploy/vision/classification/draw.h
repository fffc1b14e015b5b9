// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/classification/result.h"

namespace fastdeploy::vision {

// Takes and gives 8-bit BGR images, leaves its arguments as they are, and may be called from
// several threads at once. Throws Error (kInvalidArgument) for another image, and for a result that
// cannot be one: vectors of different lengths, boxes a million pixels away.

/// The best classes as a panel in the upper left corner, one row a class: its number and score.
/// At most `top_k` classes, of those with at least `score_threshold`. `font_size` is OpenCV's scale
/// of text, for images of 300 to 600 pixels (shorter side); others get text to their size.
FASTDEPLOY_DECL cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result,
                                          int top_k = 5, float score_threshold = 0.0F,
                                          float font_size = 0.5F);
/// The same with the names of the classes; a class without a name keeps its number. OpenCV draws
/// ASCII only: other characters become '?'.
FASTDEPLOY_DECL cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result,
                                          const std::vector<std::string>& labels, int top_k = 5,
                                          float score_threshold = 0.0F, float font_size = 0.5F);

}  // namespace fastdeploy::vision
