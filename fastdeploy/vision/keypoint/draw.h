// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/keypoint/result.h"

namespace fastdeploy::vision {

/// Draws the key points with a score of at least `conf_threshold` into a copy of the image (8-bit
/// BGR), each joint in its colour, and for persons of 17 points (COCO) lines between them.
/// Thread-safe. Throws Error (kInvalidArgument) for any other image and for an invalid result:
/// vectors of different lengths, or points a million pixels away.
FASTDEPLOY_DECL cv::Mat VisKeypointDetection(const cv::Mat& im,
                                             const KeyPointDetectionResult& result,
                                             float conf_threshold = 0.5F);

}  // namespace fastdeploy::vision
