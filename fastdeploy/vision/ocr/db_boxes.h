// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision::ocr {

/// A quadrilateral in whole pixels: top-left, top-right, bottom-right, bottom-left.
using Quad = std::array<cv::Point, 4>;

/// Bounds of DBSettings.
inline constexpr float kMaxUnclipRatio = 100;
inline constexpr int kMaxCandidates = 100'000;

/// Settings of Differentiable Binarization's post-processing; the defaults are PaddleOCR's.
struct DBSettings {
  float thresh = 0.3F;        ///< a pixel of the map above this belongs to text
  float box_thresh = 0.6F;    ///< boxes with a lower mean are dropped
  float unclip_ratio = 1.5F;  ///< boxes grow by area * ratio / perimeter
  int max_candidates = 1000;  ///< the maximum number of contours examined
  bool slow_score = false;    ///< mean over the contour; off: over its rectangle
  bool use_dilation = false;  ///< thicken the binary map by one pixel first
  friend bool operator==(const DBSettings&, const DBSettings&) = default;
};

/// Finds text boxes in a float32 probability map [H, W]. They are scaled to an image of
/// `image_size` and in the order in which OpenCV finds their contours. Throws Error for a threshold
/// that is NaN, and for an unclip_ratio out of 0 to kMaxUnclipRatio.
///
/// Liao et al., "Real-time Scene Text Detection with Differentiable Binarization" (AAAI 2020).
/// Follows PaddleOCR's ppocr/postprocess/db_postprocess.py (boxes_from_bitmap) and the filter in
/// tools/infer/predict_det.py, with the same arithmetic (float32; halves rounded to even).
FASTDEPLOY_DECL std::vector<Quad> FindBoxes(const cv::Mat& map, const DBSettings& settings,
                                            cv::Size image_size);

}  // namespace fastdeploy::vision::ocr
