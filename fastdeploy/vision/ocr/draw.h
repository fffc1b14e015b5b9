// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/ocr/result.h"

namespace fastdeploy::vision {

// Images are 8-bit BGR. The functions do not modify their arguments and are thread-safe. They throw
// Error (kInvalidArgument) for any other image and for an invalid result: vectors of different
// lengths, or boxes a million pixels away.

/// Draws the lines of text as green boxes, numbered in reading order: number n is entry n - 1 of
/// the result. Lines with a recognition score below `score_threshold` are omitted; if the result
/// has no recognition scores, all lines are drawn.
FASTDEPLOY_DECL cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result,
                               const float score_threshold = 0);

/// The same beside a white page that shows the text of every line in the place of its box; the
/// image is twice as wide. `font_file` is a scalable font (TrueType, OpenType, or the first of a
/// collection) with the characters of the text; missing characters are shown by the font's glyph
/// for them. Letters are set one by one: scripts with joined letters (Arabic, Devanagari) are not
/// shaped. Also throws Error for a font file that cannot be read (kNotFound) or is not a scalable
/// font (kInvalidFile).
FASTDEPLOY_DECL cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result,
                               const std::string& font_file, float score_threshold = 0);

}  // namespace fastdeploy::vision
