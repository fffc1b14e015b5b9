// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <span>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/vision/transform/steps.h"

namespace fastdeploy::vision::matting {

// A trimap says of each pixel of an image what is known of it: background, foreground, or, by any
// other value, nothing.
constexpr uint8_t kBackground = 0;
constexpr uint8_t kForeground = 255;

/// The trimap (8-bit; the first of its channels) as the steps prepare it with its image: resized by
/// nearest neighbour and padded with background, as by PaddleSeg's Matting/ppmatting/transforms.
/// Throws Error unless it is 8-bit and as large as the image.
cv::Mat PrepareTrimap(const cv::Mat& trimap, cv::Size image,
                      std::span<const transform::Step> steps);

/// Writes prepared trimaps of one size as a float32 tensor [N, 1, H, W] of their values.
void WriteTrimaps(std::span<const cv::Mat> trimaps, FDTensor* output);

}  // namespace fastdeploy::vision::matting
