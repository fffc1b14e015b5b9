// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/matting/draw.h"

namespace fastdeploy::vision {
namespace {

const cv::Scalar kGreen(153, 255, 120);
constexpr double kMinAlpha = 0.05;  // of foreground, when looking for connected areas

/// Sets alpha to 0 outside the largest connected area of foreground.
cv::Mat LargestArea(const cv::Mat& alpha) {
  cv::Mat foreground = alpha > kMinAlpha;
  cv::morphologyEx(foreground, foreground, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
  cv::Mat areas;
  cv::Mat statistics;
  cv::Mat centres;
  const int count =
      cv::connectedComponentsWithStats(foreground, areas, statistics, centres, 8, CV_32S);
  if (count <= 1) return alpha;
  int largest = 1;  // 0 is the background
  for (int i = 2; i < count; ++i) {
    const int area = statistics.at<int>(i, cv::CC_STAT_AREA);
    if (area > statistics.at<int>(largest, cv::CC_STAT_AREA)) largest = i;
  }
  cv::Mat kept = cv::Mat::zeros(alpha.size(), CV_32F);
  alpha.copyTo(kept, areas == largest);
  return kept;
}

/// Alpha, resized to the image and clamped to 0 to 1.
cv::Mat AlphaOf(const MattingResult& result, cv::Size size, bool only_largest) {
  constexpr int64_t kLongest = 1 << 24;
  const auto possible = [](int64_t side) { return side > 0 && side <= kLongest; };
  const bool fits = result.shape.size() == 2 && possible(result.shape[0]) &&
                    possible(result.shape[1]) &&
                    static_cast<int64_t>(result.alpha.size()) == result.shape[0] * result.shape[1];
  if (!fits) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("cannot draw the result: {} values of alpha do not match its shape",
                            result.alpha.size()));
  }
  cv::Mat alpha(static_cast<int>(result.shape[0]), static_cast<int>(result.shape[1]), CV_32F,
                const_cast<float*>(result.alpha.data()));
  if (!cv::checkRange(alpha)) {
    throw Error(ErrorKind::kInvalidArgument, "cannot draw the result: alpha holds NaN or infinity");
  }
  if (only_largest) alpha = LargestArea(alpha);
  cv::Mat fitted;
  cv::resize(alpha, fitted, size);
  return cv::min(cv::max(fitted, 0), 1);
}

/// image * alpha + background * (1 - alpha).
cv::Mat Blend(const cv::Mat& image, const cv::Mat& background, const cv::Mat& alpha) {
  cv::Mat drawn(image.size(), CV_8UC3);
  for (int y = 0; y < image.rows; ++y) {
    const auto* above = image.ptr<cv::Vec3b>(y);
    const auto* below = background.ptr<cv::Vec3b>(y);
    const auto* share = alpha.ptr<float>(y);
    auto* pixels = drawn.ptr<cv::Vec3b>(y);
    for (int x = 0; x < image.cols; ++x) {
      for (int c = 0; c < 3; ++c) {
        pixels[x][c] = cv::saturate_cast<uint8_t>(static_cast<float>(above[x][c]) * share[x] +
                                                  static_cast<float>(below[x][c]) * (1 - share[x]));
      }
    }
  }
  return drawn;
}

}  // namespace

cv::Mat VisMatting(const cv::Mat& im, const MattingResult& result, bool transparent_background,
                   float transparent_threshold, bool remove_small_connected_area) {
  CheckImage(im);
  const cv::Mat alpha = AlphaOf(result, im.size(), remove_small_connected_area);
  if (!transparent_background) return Blend(im, cv::Mat(im.size(), CV_8UC3, kGreen), alpha);
  const std::vector<cv::Mat> parts = {im, alpha >= transparent_threshold};
  cv::Mat drawn;
  cv::merge(parts, drawn);
  return drawn;
}

cv::Mat SwapBackground(const cv::Mat& im, const cv::Mat& background, const MattingResult& result,
                       bool remove_small_connected_area) {
  CheckImage(im);
  CheckImage(background);
  cv::Mat fitted;
  cv::resize(background, fitted, im.size());
  return Blend(im, fitted, AlphaOf(result, im.size(), remove_small_connected_area));
}

}  // namespace fastdeploy::vision
