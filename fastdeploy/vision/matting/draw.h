// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/matting/result.h"

namespace fastdeploy::vision {

// Takes and gives 8-bit BGR images, leaves its arguments as they are, and may be called from
// several threads at once. Throws Error (kInvalidArgument) for another image, and for a result that
// cannot be one: vectors of different lengths, boxes a million pixels away.

/// The foreground on green. With `transparent_background`, an image of four channels (BGRA) in
/// which everything with an alpha below `transparent_threshold` is transparent. An alpha of another
/// size is brought to the image's. `remove_small_connected_area`: of the places with an alpha above
/// 0.05, only the largest connected one is foreground.
FASTDEPLOY_DECL cv::Mat VisMatting(const cv::Mat& im, const MattingResult& result,
                                   bool transparent_background = false,
                                   float transparent_threshold = 0.999F,
                                   bool remove_small_connected_area = false);

/// The foreground on another picture, which is resized to the image.
FASTDEPLOY_DECL cv::Mat SwapBackground(const cv::Mat& im, const cv::Mat& background,
                                       const MattingResult& result,
                                       bool remove_small_connected_area = false);

}  // namespace fastdeploy::vision
