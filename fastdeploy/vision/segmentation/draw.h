// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/segmentation/result.h"

namespace fastdeploy::vision {

// Images are 8-bit BGR. The functions do not modify their arguments and are thread-safe. They throw
// Error (kInvalidArgument) for any other image and for an invalid result: vectors of different
// lengths, or boxes a million pixels away.

/// Blends the colours of the classes over the image, with `weight` (0 to 1) for the colour; pixels
/// of class 0 are not changed. The colours are PASCAL VOC's, the first three bits of a label being
/// blue, green and red, as in 1.x. Throws Error if the result does not have the size of the image.
FASTDEPLOY_DECL cv::Mat VisSegmentation(const cv::Mat& im, const SegmentationResult& result,
                                        float weight = 0.5F);

/// Replaces the background, which is every pixel of the class `background_label`, by another image,
/// which is resized to this one.
FASTDEPLOY_DECL cv::Mat SwapBackground(const cv::Mat& im, const cv::Mat& background,
                                       const SegmentationResult& result, int background_label = 0);

}  // namespace fastdeploy::vision
