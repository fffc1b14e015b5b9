// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/tracking/postprocessor.h"
#include "fastdeploy/vision/tracking/result.h"

namespace fastdeploy::vision {

/// Draws the objects with a score of at least `score_threshold` into a copy of the image (8-bit
/// BGR): box, id and score in the colour of the id, and with a recorder where they have been.
/// Thread-safe. Throws Error (kInvalidArgument) for any other image and for an invalid result:
/// vectors of different lengths, or boxes a million pixels away.
FASTDEPLOY_DECL cv::Mat VisMOT(const cv::Mat& img, const MOTResult& results,
                               float score_threshold = 0.0F,
                               const tracking::TrailRecorder* recorder = nullptr);

}  // namespace fastdeploy::vision
