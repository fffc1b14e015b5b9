// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

namespace fastdeploy::vision::transform {

/// Resizes an 8-bit image of 3 channels or 1 exactly as Pillow's Image.resize does, bit for bit: a
/// separable convolution with a kernel that widens when shrinking, in fixed point with 22 bits,
/// rounded to 8 bits after each of the two passes, rows first (Pillow up to 12,
/// src/libImaging/Resample.c; Pillow 13 does columns first where that is cheaper, which changes a
/// few values slightly). `interpolation` is OpenCV's code for nearest, linear, cubic (a = -0.5) or
/// Lanczos (3 lobes, as in Pillow).
void PilResize(const cv::Mat& image, cv::Size size, int interpolation, cv::Mat* output);

}  // namespace fastdeploy::vision::transform
