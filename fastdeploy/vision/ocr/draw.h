// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/ocr/result.h"

namespace fastdeploy::vision {

// Takes and gives 8-bit BGR images, leaves its arguments as they are, and may be called from
// several threads at once. Throws Error (kInvalidArgument) for another image, and for a result that
// cannot be one: vectors of different lengths, boxes a million pixels away.

/// The lines of text as green boxes, each with its place in the reading order: number n is entry
/// n - 1 of the result. Lines whose recognition score is below `score_threshold` are left out
/// (none, where nothing was recognised).
FASTDEPLOY_DECL cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result,
                               const float score_threshold = 0);

/// The same beside a white page that shows what was read, every line where its box is: an image
/// twice as wide. `font_file` is a scalable font (TrueType, OpenType, or the first of a collection)
/// with the characters of the text; those that it lacks are shown as it shows unknown ones. Letters
/// are set one by one: scripts that join them (Arabic, Devanagari) are not shaped.
/// Also throws Error (kNotFound, kInvalidFile) for a font file that cannot be read or is none.
FASTDEPLOY_DECL cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result,
                               const std::string& font_file, float score_threshold = 0);

}  // namespace fastdeploy::vision
