// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

namespace fastdeploy::images {

/// Throws Error (kInvalidFile) unless a picture of this size has pixels, and TooLargeError if it
/// has more than `most_pixels`.
void CheckSize(uint64_t width, uint64_t height, double most_pixels);

/// Throws TooLargeError if to go over this picture so many times, once for each scan or
/// frame, would take minutes: a few bytes make a frame of any size.
void CheckWork(uint64_t times, const char* what, uint64_t width, uint64_t height);

/// 8-bit BGR from what a decoder gives: BGR, or BGR and alpha, of 8 or 16 bits. Transparent pixels
/// are blended over white.
cv::Mat ToBgr(const cv::Mat& decoded);

/// Turns and mirrors a picture as an orientation of Exif (1 to 8) says.
cv::Mat Orient(cv::Mat image, int orientation);

}  // namespace fastdeploy::images
