// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/ocr/crop.h"

namespace fastdeploy::vision::ocr {

/// 1.x's name of CropBox.
inline cv::Mat GetRotateCropImage(const cv::Mat& image, const std::array<int, 8>& box) {
  return CropBox(image, box);
}

/// The indices of the numbers, smallest first.
FASTDEPLOY_DECL std::vector<int> ArgSort(const std::vector<float>& values);
/// exp(value) / sum of exp.
FASTDEPLOY_DECL std::vector<float> Softmax(std::vector<float>& values);
/// The upright box {left, top, right, bottom} around four corners.
FASTDEPLOY_DECL std::vector<int> Xyxyxyxy2Xyxy(std::array<int, 8>& box);

// Upright boxes {left, top, right, bottom}, as PaddleOCR's ppstructure/table/matcher.py compares
// them.

/// The distance between two boxes: that of the four coordinates, plus the lesser of those of the
/// top-left and the bottom-right corners.
FASTDEPLOY_DECL float Dis(std::vector<int>& a, std::vector<int>& b);
/// Intersection over union.
FASTDEPLOY_DECL float Iou(std::vector<int>& a, std::vector<int>& b);
/// Orders pairs {distance, 1 - overlap}: by the second, then by the first.
FASTDEPLOY_DECL bool ComparisonDis(const std::vector<float>& a, const std::vector<float>& b);

}  // namespace fastdeploy::vision::ocr
