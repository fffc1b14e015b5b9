// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <vector>

#include "fastdeploy/compat/mat.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/result.h"

namespace fastdeploy::vision::utils {

/// The indices of the k largest of `size` numbers, largest first; equal ones in their order.
template <typename T>
std::vector<int32_t> TopKIndices(const T* values, int size, int k) {
  std::vector<int32_t> order(static_cast<size_t>(std::max(size, 0)));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [values](int32_t a, int32_t b) { return values[a] > values[b]; });
  order.resize(std::min(order.size(), static_cast<size_t>(std::max(k, 0))));
  return order;
}

/// Keeps, best first, the objects that overlap none better of the same class by more than this
/// (intersection over union). `index` gets their places in the original.
FASTDEPLOY_DECL void NMS(DetectionResult* result, float iou_threshold = 0.5F,
                         std::vector<int>* index = nullptr);

/// Sorts objects by score, highest first; or by the top-left corner: from left to right, then from
/// top to bottom.
FASTDEPLOY_DECL void SortDetectionResult(DetectionResult* result);
FASTDEPLOY_DECL void LexSortDetectionResultByXY(DetectionResult* result);
FASTDEPLOY_DECL void LexSortOCRDetResultByXY(std::vector<std::array<int, 8>>* boxes);

/// The vector with length 1; zeros if its length is 0.
FASTDEPLOY_DECL std::vector<float> L2Normalize(const std::vector<float>& values);

/// The cosine of the angle between two vectors; `normalized`: they have length 1. Throws Error if
/// they are empty or differ in size.
FASTDEPLOY_DECL float CosineSimilarity(const std::vector<float>& a, const std::vector<float>& b,
                                       bool normalized = true);

/// Crops a box {left, top, right, bottom} that is first enlarged by `expandratio` (0.3: by 30 %) as
/// far as the image reaches. `center` and `scale`, of the enlarged box, are {x, y} and {width,
/// height}. False, and an error is logged, for a box without area.
FASTDEPLOY_DECL bool CropImageByBox(Mat& image, Mat* crop, const std::vector<float>& box,
                                    std::vector<float>* center, std::vector<float>* scale,
                                    float expandratio = 0.3F);

}  // namespace fastdeploy::vision::utils
