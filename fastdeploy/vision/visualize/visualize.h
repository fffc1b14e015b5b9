// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/vision/result/result.h"

namespace fastdeploy::vision {

// Results drawn into a copy of their image. All take 8-bit BGR images, leave them as they are, and
// may be called from several threads at once. All throw Error (kInvalidArgument) for another image,
// and for a result that cannot be one: vectors of different lengths, boxes a million pixels away.

/// The best classes as a panel in the upper left corner, one row a class: its number and score.
/// At most `top_k` classes, of those with at least `score_threshold`. `font_size` is OpenCV's scale
/// of text, for images of 300 to 600 pixels (shorter side); others get text to their size.
cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result, int top_k = 5,
                          float score_threshold = 0.0F, float font_size = 0.5F);
/// The same with the names of the classes; a class without a name keeps its number. OpenCV draws
/// ASCII only: other characters become '?'.
cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result,
                          const std::vector<std::string>& labels, int top_k = 5,
                          float score_threshold = 0.0F, float font_size = 0.5F);

/// The lines of text as green boxes, each with its place in the reading order: number n is entry
/// n - 1 of the result. Lines whose recognition score is below `score_threshold` are left out
/// (none, where nothing was recognised).
cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result, const float score_threshold = 0);

/// The same beside a white page that shows what was read, every line where its box is: an image
/// twice as wide. `font_file` is a scalable font (TrueType, OpenType, or the first of a collection)
/// with the characters of the text; those that it lacks are shown as it shows unknown ones. Letters
/// are set one by one: scripts that join them (Arabic, Devanagari) are not shaped.
/// Also throws Error (kNotFound, kInvalidFile) for a font file that cannot be read or is none.
cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result, const std::string& font_file,
               float score_threshold = 0);

}  // namespace fastdeploy::vision
