// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/segmentation/result.h"

namespace fastdeploy::vision {

// Takes and gives 8-bit BGR images, leaves its arguments as they are, and may be called from
// several threads at once. Throws Error (kInvalidArgument) for another image, and for a result that
// cannot be one: vectors of different lengths, boxes a million pixels away.

/// The classes in colour over the image, `weight` of colour (0 to 1); class 0 is left as it is. The
/// colour of a class is PASCAL VOC's, its first three bits being blue, green and red, as in 1.x.
/// The result has to be of an image of this size.
FASTDEPLOY_DECL cv::Mat VisSegmentation(const cv::Mat& im, const SegmentationResult& result,
                                        float weight = 0.5F);

/// The image on another picture, which is resized to it: everything is foreground that is not of
/// the class `background_label`.
FASTDEPLOY_DECL cv::Mat SwapBackground(const cv::Mat& im, const cv::Mat& background,
                                       const SegmentationResult& result, int background_label = 0);

}  // namespace fastdeploy::vision
