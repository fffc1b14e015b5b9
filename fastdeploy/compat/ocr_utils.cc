// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/ocr_utils.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::ocr {
namespace {

cv::Rect RectOf(const std::vector<int>& box) {
  if (box.size() != 4) throw Error(ErrorKind::kInvalidArgument, "a box has four numbers");
  return {cv::Point(box[0], box[1]), cv::Point(box[2], box[3])};
}

}  // namespace

std::vector<int> ArgSort(const std::vector<float>& values) {
  std::vector<int> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return values[static_cast<size_t>(a)] < values[static_cast<size_t>(b)];
  });
  return order;
}

std::vector<float> Softmax(std::vector<float>& values) {
  std::vector<float> result(values);
  if (values.empty()) return result;
  const float largest = std::ranges::max(values);
  for (float& value : result) value = std::exp(value - largest);
  const float sum = std::accumulate(result.begin(), result.end(), 0.0F);
  for (float& value : result) value /= sum;
  return result;
}

std::vector<int> Xyxyxyxy2Xyxy(std::array<int, 8>& box) {
  const auto [left, right] = std::minmax({box[0], box[2], box[4], box[6]});
  const auto [top, bottom] = std::minmax({box[1], box[3], box[5], box[7]});
  return {left, top, right, bottom};
}

float Dis(std::vector<int>& a, std::vector<int>& b) {
  (void)RectOf(a);
  (void)RectOf(b);
  const int first = std::abs(b[0] - a[0]) + std::abs(b[1] - a[1]);
  const int last = std::abs(b[2] - a[2]) + std::abs(b[3] - a[3]);
  return static_cast<float>(first + last + std::min(first, last));
}

float Iou(std::vector<int>& a, std::vector<int>& b) {
  const int both = (RectOf(a) & RectOf(b)).area();
  const int either = RectOf(a).area() + RectOf(b).area() - both;
  return either > 0 ? static_cast<float>(both) / static_cast<float>(either) : 0;
}

bool ComparisonDis(const std::vector<float>& a, const std::vector<float>& b) {
  return std::pair(a.at(1), a.at(0)) < std::pair(b.at(1), b.at(0));
}

}  // namespace fastdeploy::vision::ocr
