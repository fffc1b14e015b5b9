// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision::ocr {

/// Sorts boxes into reading order, by their top-left corners: from top to bottom, and from left to
/// right if two neighbours are less than 10 pixels apart vertically (PaddleOCR, sorted_boxes).
FASTDEPLOY_DECL void SortBoxes(std::vector<std::array<int, 8>>* boxes);

/// The part of the image inside a box, made level: a perspective warp (cubic, edges replicated) to
/// the longer of each two opposite sides, rotated by 90 degrees counter-clockwise if the result is
/// at least 1.5 times as high as wide (PaddleOCR, get_rotate_crop_image). Throws Error for a box
/// without area.
FASTDEPLOY_DECL cv::Mat CropBox(const cv::Mat& image, const std::array<int, 8>& box);

/// The corners, in the image and in the order of the box's, of a part of such a line: from column
/// `start` to `end` of the crop. `turned`: these are columns of the crop rotated by 180 degrees.
/// Throws Error for a box without area.
FASTDEPLOY_DECL std::array<int, 8> PartOfBox(const std::array<int, 8>& box, int start, int end,
                                             bool turned);

}  // namespace fastdeploy::vision::ocr
