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

/// Settings of Differentiable Binarization's post-processing; the defaults are PaddleOCR's.
struct DBSettings {
  float thresh = 0.3F;        ///< a pixel of the map above this belongs to text
  float box_thresh = 0.6F;    ///< a box whose mean is below this is dropped
  float unclip_ratio = 1.5F;  ///< how far a box grows: area * ratio / perimeter
  int max_candidates = 1000;  ///< contours looked at
  bool slow_score = false;    ///< mean inside the contour; else inside its rectangle
  bool use_dilation = false;  ///< thicken the binary map by one pixel first
  friend bool operator==(const DBSettings&, const DBSettings&) = default;
};

/// Boxes of text in a probability map [H, W] of float32, scaled to an image of `image_size`, in the
/// order in which OpenCV finds their contours.
///
/// Liao et al., "Real-time Scene Text Detection with Differentiable Binarization" (AAAI 2020); as
/// PaddleOCR's ppocr/postprocess/db_postprocess.py (boxes_from_bitmap) and the filter of
/// tools/infer/predict_det.py, in its arithmetic (float32; halves rounded to even).
FASTDEPLOY_DECL std::vector<Quad> FindBoxes(const cv::Mat& map, const DBSettings& settings,
                                            cv::Size image_size);

}  // namespace fastdeploy::vision::ocr
