// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/vision_utils.h"

#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy::vision::utils {
namespace {

/// The elements at these places, in this order. A vector without elements for them stays empty.
template <typename T>
void Pick(const std::vector<int>& places, std::vector<T>* values) {
  if (values->empty()) return;
  std::vector<T> picked;
  for (const int place : places)
    picked.push_back(std::move(values->at(static_cast<size_t>(place))));
  *values = std::move(picked);
}

void Pick(const std::vector<int>& places, DetectionResult* result) {
  Pick(places, &result->boxes);
  Pick(places, &result->rotated_boxes);
  Pick(places, &result->scores);
  Pick(places, &result->label_ids);
  Pick(places, &result->masks);
}

/// The places 0..size - 1, sorted; `before` compares two places.
std::vector<int> SortedPlaces(size_t size, const std::function<bool(size_t, size_t)>& before) {
  std::vector<int> places(size);
  std::iota(places.begin(), places.end(), 0);
  std::stable_sort(places.begin(), places.end(), [&](int a, int b) {
    return before(static_cast<size_t>(a), static_cast<size_t>(b));
  });
  return places;
}

std::vector<int> ByScore(const DetectionResult& result) {
  return SortedPlaces(result.scores.size(),
                      [&](size_t a, size_t b) { return result.scores[a] > result.scores[b]; });
}

float Overlap(const std::array<float, 4>& a, const std::array<float, 4>& b) {
  const auto area = [](float left, float top, float right, float bottom) {
    return std::max(right - left, 0.0F) * std::max(bottom - top, 0.0F);
  };
  const float both =
      area(std::max(a[0], b[0]), std::max(a[1], b[1]), std::min(a[2], b[2]), std::min(a[3], b[3]));
  const float either = area(a[0], a[1], a[2], a[3]) + area(b[0], b[1], b[2], b[3]) - both;
  return either > 0 ? both / either : 0;
}

float Length(const std::vector<float>& values) {
  return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0F));
}

}  // namespace

void NMS(DetectionResult* result, float iou_threshold, std::vector<int>* index) {
  std::vector<int> kept;
  for (const int place : ByScore(*result)) {
    const auto at = static_cast<size_t>(place);
    const bool hidden = std::ranges::any_of(kept, [&](int other) {
      const auto better = static_cast<size_t>(other);
      return result->label_ids.at(at) == result->label_ids.at(better) &&
             Overlap(result->boxes.at(at), result->boxes.at(better)) > iou_threshold;
    });
    if (!hidden) kept.push_back(place);
  }
  Pick(kept, result);
  if (index != nullptr) *index = std::move(kept);
}

void SortDetectionResult(DetectionResult* result) { Pick(ByScore(*result), result); }

void LexSortDetectionResultByXY(DetectionResult* result) {
  Pick(SortedPlaces(result->boxes.size(),
                    [&](size_t a, size_t b) {
                      return std::pair(result->boxes[a][0], result->boxes[a][1]) <
                             std::pair(result->boxes[b][0], result->boxes[b][1]);
                    }),
       result);
}

void LexSortOCRDetResultByXY(std::vector<std::array<int, 8>>* boxes) {
  std::stable_sort(boxes->begin(), boxes->end(), [](const auto& a, const auto& b) {
    return std::pair(a[0], a[1]) < std::pair(b[0], b[1]);
  });
}

std::vector<float> L2Normalize(const std::vector<float>& values) {
  const float length = Length(values);
  std::vector<float> unit(values);
  for (float& value : unit) value = length > 0 ? value / length : 0;
  return unit;
}

float CosineSimilarity(const std::vector<float>& a, const std::vector<float>& b, bool normalized) {
  if (a.empty() || a.size() != b.size()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("CosineSimilarity: vectors of {} and {} numbers", a.size(), b.size()));
  }
  const float product = std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
  if (normalized) return product;
  const float lengths = Length(a) * Length(b);
  return lengths > 0 ? product / lengths : 0;
}

bool CropImageByBox(Mat& image, Mat* crop, const std::vector<float>& box,
                    std::vector<float>* center, std::vector<float>* scale, float expandratio) {
  return OrLog([&] {
    if (box.size() != 4) throw Error(ErrorKind::kInvalidArgument, "a box has four numbers");
    const float x = (box[0] + box[2]) / 2;
    const float y = (box[1] + box[3]) / 2;
    const float half_width = (box[2] - box[0]) * (1 + expandratio) / 2;
    const float half_height = (box[3] - box[1]) * (1 + expandratio) / 2;
    const cv::Rect whole({0, 0}, image.GetOpenCVMat()->size());
    const cv::Rect part = cv::Rect(cv::Point2f(x - half_width, y - half_height),
                                   cv::Point2f(x + half_width, y + half_height)) &
                          whole;
    if (part.empty()) throw Error(ErrorKind::kInvalidArgument, "the box has no area in the image");
    crop->SetMat((*image.GetOpenCVMat())(part).clone());
    *center = {static_cast<float>(part.x) + static_cast<float>(part.width) / 2,
               static_cast<float>(part.y) + static_cast<float>(part.height) / 2};
    *scale = {static_cast<float>(part.width), static_cast<float>(part.height)};
  });
}

}  // namespace fastdeploy::vision::utils
