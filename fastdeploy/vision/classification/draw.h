// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/classification/result.h"

namespace fastdeploy::vision {

// Images are 8-bit BGR. The functions do not modify their arguments and are thread-safe. They throw
// Error (kInvalidArgument) for any other image and for an invalid result: vectors of different
// lengths, or boxes a million pixels away.

/// Draws the best classes as a panel in the top-left corner, one row per class: its number and
/// score. Shows at most `top_k` classes with a score of at least `score_threshold`. `font_size` is
/// OpenCV's font scale, for images of 300 to 600 pixels (shorter side); for others the text is
/// scaled.
FASTDEPLOY_DECL cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result,
                                          int top_k = 5, float score_threshold = 0.0F,
                                          float font_size = 0.5F);
/// The same with the names of the classes; a class without a name is shown by its number. Without a
/// `font_file` (.ttf, .otf), OpenCV draws the names, which knows only ASCII: other characters
/// become
/// '?'. Throws Error if the file is not a font.
FASTDEPLOY_DECL cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result,
                                          const std::vector<std::string>& labels, int top_k = 5,
                                          float score_threshold = 0.0F, float font_size = 0.5F,
                                          const std::string& font_file = "");

}  // namespace fastdeploy::vision
