// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/internal/planes.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::segmentation {

Planes::Planes(std::span<const FDTensor> outputs, size_t images) {
  if (outputs.empty()) throw Error(ErrorKind::kInvalidArgument, "the model has no output");
  output_ = &outputs.front();
  const std::vector<int64_t>& shape = output_->shape;
  const auto possible = [](int64_t dim) {
    return dim > 0 && dim <= std::numeric_limits<int>::max();
  };
  if ((shape.size() != 3 && shape.size() != 4) || shape[0] != static_cast<int64_t>(images) ||
      !std::all_of(shape.begin() + 1, shape.end(), possible)) {
    Refuse(fmt::format("expected labels [{0}, H, W] or scores [{0}, classes, H, W], got {1}",
                       images, ShapeString(shape)));
  }
  classes_ = shape.size() == 4 ? static_cast<int>(shape[1]) : 1;
  rows_ = static_cast<int>(shape[shape.size() - 2]);
  cols_ = static_cast<int>(shape.back());
  if (output_->dtype != FP32 && shape.size() == 4 && classes_ != 1 && cols_ == 1) {
    cols_ = std::exchange(rows_, std::exchange(classes_, 1));
  }
}

bool Planes::HoldLabels() const { return output_->dtype != FP32 || output_->shape.size() == 3; }

cv::Mat Planes::Labels(size_t image) const {
  if (classes_ != 1) {
    Refuse(fmt::format("expected one label per pixel, got {}: {}", classes_,
                       ShapeString(output_->shape)));
  }
  if (output_->dtype == INT32) return LabelsOf<int32_t>(image);
  if (output_->dtype == INT64) return LabelsOf<int64_t>(image);
  return LabelsOf<float>(image);
}

template <typename T>
cv::Mat Planes::LabelsOf(size_t image) const {
  cv::Mat labels(rows_, cols_, CV_8U);
  const auto values = output_->As<T>().subspan(image * labels.total(), labels.total());
  for (size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] >= 0 && values[i] <= 255)) {
      Refuse(fmt::format("label {} is out of range: expected 0 to 255", values[i]));
    }
    labels.data[i] = static_cast<uint8_t>(values[i]);
  }
  return labels;
}

std::vector<cv::Mat> Planes::Scores(size_t image, int most) const {
  if (classes_ > most) {
    Refuse(fmt::format("expected at most {} values per pixel, got {}", most, classes_));
  }
  auto* values = const_cast<float*>(output_->As<float>().data());
  const size_t pixels = size_t(rows_) * size_t(cols_);
  std::vector<cv::Mat> scores;
  for (int c = 0; c < classes_; ++c) {
    const size_t plane = image * size_t(classes_) + size_t(c);
    scores.emplace_back(rows_, cols_, CV_32F, values + plane * pixels);
    if (!cv::checkRange(scores.back())) {
      throw Error(ErrorKind::kRuntime,
                  fmt::format("output '{}' holds NaN or infinity", output_->name));
    }
  }
  return scores;
}

void Planes::Refuse(const std::string& reason) const {
  throw Error(ErrorKind::kInvalidArgument, fmt::format("output '{}': {}", output_->name, reason));
}

}  // namespace fastdeploy::vision::segmentation
