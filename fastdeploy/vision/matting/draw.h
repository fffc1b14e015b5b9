// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/matting/result.h"

namespace fastdeploy::vision {

// Images are 8-bit BGR. The functions do not modify their arguments and are thread-safe. They throw
// Error (kInvalidArgument) for any other image and for an invalid result: vectors of different
// lengths, or boxes a million pixels away.

/// Draws the foreground on green; with `transparent_background`, returns a four-channel image
/// (BGRA) in which pixels with an alpha below `transparent_threshold` are transparent. Alpha is
/// resized to the image. With `remove_small_connected_area`, only the largest connected area with
/// an alpha above 0.05 is foreground.
FASTDEPLOY_DECL cv::Mat VisMatting(const cv::Mat& im, const MattingResult& result,
                                   bool transparent_background = false,
                                   float transparent_threshold = 0.999F,
                                   bool remove_small_connected_area = false);

/// Draws the foreground on another image, which is resized to this one.
FASTDEPLOY_DECL cv::Mat SwapBackground(const cv::Mat& im, const cv::Mat& background,
                                       const MattingResult& result,
                                       bool remove_small_connected_area = false);

}  // namespace fastdeploy::vision
