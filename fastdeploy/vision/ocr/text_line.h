// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/vision/transform/steps.h"

namespace fastdeploy::vision::ocr {

/// What classifier and recogniser do to a line of text (PaddleOCR, resize_norm_img): to a fixed
/// height with the ratio kept, at most as wide as the tensor, normalised to -1..1, the rest of the
/// tensor 0.
struct TextLineTransform {
  Normalize normalize = {{0.5F, 0.5F, 0.5F}, {0.5F, 0.5F, 0.5F}, 1.0F / 255.0F};
  Layout layout = {.normalize = true, .rgb = false, .chw = true};

  /// Writes `images` to one tensor [N, 3, height, width]. Throws Error as CheckImage does.
  void Run(std::span<const cv::Mat> images, int height, int width, cv::Mat* scratch,
           FDTensor* output) const;
};

/// Width that a line takes at `height`: ceil(height * its ratio).
int WidthAtHeight(const cv::Mat& image, int height);

}  // namespace fastdeploy::vision::ocr
