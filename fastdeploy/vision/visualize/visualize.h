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

/// The objects as boxes in the colours of their classes (turned ones turned), masks blended in,
/// with number and score of the class. Objects with a score below `score_threshold` are left out.
/// `line_size` is in pixels and `font_size` OpenCV's scale of text, for images of up to 1000 pixels
/// (longer side); larger images get larger lines and text.
cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result, float score_threshold = 0.0F,
                     int line_size = 1, float font_size = 0.5F);
/// The same with the names of the classes; a class without a name keeps its number. OpenCV draws
/// ASCII only: other characters become '?'. `font_color` is BGR.
cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result,
                     const std::vector<std::string>& labels, float score_threshold = 0.0F,
                     int line_size = 1, float font_size = 0.5F,
                     std::vector<int> font_color = {255, 255, 255}, int font_thickness = 1);

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

/// The classes in colour over the image, `weight` of colour (0 to 1); class 0 is left as it is. The
/// colour of a class is PASCAL VOC's, its first three bits being blue, green and red, as in 1.x.
/// The result has to be of an image of this size.
cv::Mat VisSegmentation(const cv::Mat& im, const SegmentationResult& result, float weight = 0.5F);

/// The foreground on green. With `transparent_background`, an image of four channels (BGRA) in
/// which everything with an alpha below `transparent_threshold` is transparent. An alpha of another
/// size is brought to the image's. `remove_small_connected_area`: of the places with an alpha above
/// 0.05, only the largest connected one is foreground.
cv::Mat VisMatting(const cv::Mat& im, const MattingResult& result,
                   bool transparent_background = false, float transparent_threshold = 0.999F,
                   bool remove_small_connected_area = false);

/// The foreground on another picture, which is resized to the image.
cv::Mat SwapBackground(const cv::Mat& im, const cv::Mat& background, const MattingResult& result,
                       bool remove_small_connected_area = false);
/// The same where everything is foreground that is not of the class `background_label`.
cv::Mat SwapBackground(const cv::Mat& im, const cv::Mat& background,
                       const SegmentationResult& result, int background_label = 0);

}  // namespace fastdeploy::vision
