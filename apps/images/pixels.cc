// SPDX-License-Identifier: Apache-2.0
#include "apps/images/pixels.h"

#include <fmt/format.h>

#include "apps/images/images.h"
#include "fastdeploy/vision/image.h"

namespace fastdeploy::images {
namespace {

/// Over white, as PaddleOCR does it: rounded down.
cv::Mat OverWhite(const cv::Mat& image) {
  constexpr int kWhite = 255;
  cv::Mat blended(image.size(), CV_8UC3);
  for (int y = 0; y < image.rows; ++y) {
    const auto* from = image.ptr<cv::Vec4b>(y);
    auto* to = blended.ptr<cv::Vec3b>(y);
    for (int x = 0; x < image.cols; ++x) {
      const int alpha = from[x][3];
      for (int c = 0; c < 3; ++c) {
        to[x][c] = uchar((from[x][c] * alpha + kWhite * (kWhite - alpha)) / kWhite);
      }
    }
  }
  return blended;
}

}  // namespace

void CheckSize(uint64_t width, uint64_t height, double most_pixels) {
  if (width < 1 || height < 1) {
    throw Error(ErrorKind::kInvalidFile,
                fmt::format("the picture is damaged: its size is {} x {} pixels", width, height));
  }
  if (double(width) * double(height) > most_pixels) {
    throw TooLargeError(
        ErrorKind::kInvalidFile,
        fmt::format("the picture is too large: {} x {} pixels are {:.0f} million, expected at most "
                    "{:.4g} million",
                    width, height, double(width) * double(height) / 1e6, most_pixels / 1e6));
  }
}

void CheckWork(uint64_t times, const char* what, uint64_t width, uint64_t height) {
  constexpr double kMostWork = 50 * vision::kMostPixels;
  if (double(times) * double(width) * double(height) <= kMostWork) return;
  throw TooLargeError(
      ErrorKind::kInvalidFile,
      fmt::format("the picture is too large: {} {} of {} x {} pixels, expected at most {:.0f} "
                  "million pixels",
                  times, what, width, height, kMostWork / 1e6));
}

cv::Mat ToBgr(const cv::Mat& decoded) {
  constexpr double kTo8Bits = 1. / 257;
  cv::Mat image = decoded;
  if (image.depth() == CV_16U) decoded.convertTo(image, CV_8U, kTo8Bits);
  return image.type() == CV_8UC4 ? OverWhite(image) : image;
}

cv::Mat Orient(cv::Mat image, int orientation) {
  constexpr int kBoth = -1;
  constexpr int kUpDown = 0;
  constexpr int kLeftRight = 1;
  if (orientation >= 5) image = image.t();
  switch (orientation) {
    case 2:
    case 6:
      cv::flip(image, image, kLeftRight);
      break;
    case 3:
    case 7:
      cv::flip(image, image, kBoth);
      break;
    case 4:
    case 8:
      cv::flip(image, image, kUpDown);
      break;
    default:
      break;
  }
  return image;
}

}  // namespace fastdeploy::images
