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

/// A box, and the size of the level picture that is made of it. Throws Error if that is empty.
struct LevelBox {
  explicit LevelBox(const std::array<int, 8>& box) {
    for (size_t i = 0; i < corners.size(); ++i) {
      corners[i] = cv::Point2f(static_cast<float>(box[2 * i]), static_cast<float>(box[2 * i + 1]));
    }
    size.width = static_cast<int>(
        std::max(Distance(corners[0], corners[1]), Distance(corners[2], corners[3])));
    size.height = static_cast<int>(
        std::max(Distance(corners[0], corners[3]), Distance(corners[1], corners[2])));
    if (size.width < 1 || size.height < 1) {
      throw Error(ErrorKind::kInvalidArgument, "cannot crop a text box without area");
    }
  }

  /// Whether the level picture is rotated, so that its line runs from left to right.
  [[nodiscard]] bool Upright() const { return size.height >= kUpright * size.width; }

  /// Whether it is a rectangle of pixels: its place in the image.
  [[nodiscard]] bool IsLevel() const {
    const auto w = static_cast<float>(size.width);
    const auto h = static_cast<float>(size.height);
    const cv::Point2f& from = corners[0];
    return corners[1] == from + cv::Point2f(w, 0) && corners[2] == from + cv::Point2f(w, h) &&
           corners[3] == from + cv::Point2f(0, h);
  }
  [[nodiscard]] cv::Rect Place() const { return {cv::Point(corners[0]), size}; }

  /// The corners in the level picture.
  [[nodiscard]] std::array<cv::Point2f, 4> Level() const {
    const auto w = static_cast<float>(size.width);
    const auto h = static_cast<float>(size.height);
    return {{{0, 0}, {w, 0}, {w, h}, {0, h}}};
  }

  std::array<cv::Point2f, 4> corners;
  cv::Size size;
};

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
  const LevelBox quad(box);
  cv::Mat crop;
  if (quad.IsLevel() && (quad.Place() & cv::Rect({0, 0}, image.size())) == quad.Place()) {
    crop = image(quad.Place()).clone();  // the same pixels, without interpolation
  } else {
    cv::warpPerspective(image, crop,
                        cv::getPerspectiveTransform(quad.corners.data(), quad.Level().data()),
                        quad.size, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  }
  if (quad.Upright()) cv::rotate(crop, crop, cv::ROTATE_90_COUNTERCLOCKWISE);
  return crop;
}

std::array<int, 8> PartOfBox(const std::array<int, 8>& box, int start, int end, bool turned) {
  const LevelBox quad(box);
  const int length = quad.Upright() ? quad.size.height : quad.size.width;
  const auto from = static_cast<float>(turned ? length - end : start);
  const auto to = static_cast<float>(turned ? length - start : end);
  std::array<cv::Point2f, 4> part = quad.Level();
  if (quad.Upright()) {  // the columns of the crop run from the top of the box to its bottom
    part[0].y = part[1].y = from;
    part[2].y = part[3].y = to;
  } else {
    part[0].x = part[3].x = from;
    part[1].x = part[2].x = to;
  }
  std::array<cv::Point2f, 4> found;
  cv::perspectiveTransform(cv::Mat(1, 4, CV_32FC2, part.data()),
                           cv::Mat(1, 4, CV_32FC2, found.data()),
                           cv::getPerspectiveTransform(quad.Level().data(), quad.corners.data()));
  std::array<int, 8> corners;
  for (size_t i = 0; i < found.size(); ++i) {
    corners[2 * i] = cvRound(found[i].x);
    corners[2 * i + 1] = cvRound(found[i].y);
  }
  return corners;
}

}  // namespace fastdeploy::vision::ocr
