// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/crop.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::ocr {
namespace {

constexpr int kSameLine = 10;
constexpr double kUpright = 1.5;

float Distance(const cv::Point2f& a, const cv::Point2f& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

}  // namespace

void SortBoxes(std::vector<std::array<int, 8>>* boxes) {
  std::stable_sort(boxes->begin(), boxes->end(), [](const auto& a, const auto& b) {
    return a[1] < b[1] || (a[1] == b[1] && a[0] < b[0]);
  });
  for (size_t i = 1; i < boxes->size(); ++i) {
    for (size_t j = i; j > 0; --j) {
      auto& before = (*boxes)[j - 1];
      auto& after = (*boxes)[j];
      if (std::abs(after[1] - before[1]) >= kSameLine || after[0] >= before[0]) break;
      std::swap(before, after);
    }
  }
}

cv::Mat CropBox(const cv::Mat& image, const std::array<int, 8>& box) {
  std::array<cv::Point2f, 4> corners;
  for (size_t i = 0; i < corners.size(); ++i) {
    corners[i] = cv::Point2f(static_cast<float>(box[2 * i]), static_cast<float>(box[2 * i + 1]));
  }
  const int width = static_cast<int>(
      std::max(Distance(corners[0], corners[1]), Distance(corners[2], corners[3])));
  const int height = static_cast<int>(
      std::max(Distance(corners[0], corners[3]), Distance(corners[1], corners[2])));
  if (width < 1 || height < 1) {
    throw Error(ErrorKind::kInvalidArgument, "cannot crop a text box without area");
  }
  const auto w = static_cast<float>(width);
  const auto h = static_cast<float>(height);
  const std::array<cv::Point2f, 4> target = {{{0, 0}, {w, 0}, {w, h}, {0, h}}};
  cv::Mat crop;
  cv::warpPerspective(image, crop, cv::getPerspectiveTransform(corners.data(), target.data()),
                      {width, height}, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  if (height >= kUpright * width) cv::rotate(crop, crop, cv::ROTATE_90_COUNTERCLOCKWISE);
  return crop;
}

}  // namespace fastdeploy::vision::ocr
