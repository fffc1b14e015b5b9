// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

namespace fastdeploy::vision::ocr {

/// Puts boxes in reading order: by the top-left corner, from top to bottom, and from left to right
/// where two neighbours start within 10 pixels of height (PaddleOCR, sorted_boxes).
void SortBoxes(std::vector<std::array<int, 8>>* boxes);

/// The part of the image inside a box, made level: a perspective warp (cubic, edges replicated) to
/// the longer of opposite edges, turned by 90 degrees counter-clockwise where it is at least 1.5
/// times as high as wide (PaddleOCR, get_rotate_crop_image). Throws Error for a box without area.
cv::Mat CropBox(const cv::Mat& image, const std::array<int, 8>& box);

}  // namespace fastdeploy::vision::ocr
