// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/postprocessor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/internal/output.h"

namespace fastdeploy::vision::classification {
namespace {

/// The rows of the first output, which must be [N, C] and finite.
std::vector<std::span<const float>> Rows(std::span<const FDTensor> outputs) {
  const FDTensor& output = FirstOutput(outputs);
  RequireShape(output, {kAnySize, kAnySize}, "[N, classes]");
  const std::span<const float> values = Floats(output);
  const auto width = static_cast<size_t>(output.shape[1]);
  std::vector<std::span<const float>> rows;
  for (size_t start = 0; start < values.size(); start += width) {
    rows.push_back(values.subspan(start, width));
  }
  return rows;
}

ClassifyResult Best(std::span<const float> scores, int topk) {
  const auto count = std::min<size_t>(scores.size(), static_cast<size_t>(std::max(topk, 0)));
  std::vector<int32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  const auto better = [&](int32_t a, int32_t b) {
    const float score_a = scores[static_cast<size_t>(a)];
    const float score_b = scores[static_cast<size_t>(b)];
    return score_a > score_b || (score_a == score_b && a < b);
  };
  const auto last = order.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(order.begin(), last, order.end(), better);
  ClassifyResult result;
  result.label_ids.assign(order.begin(), last);
  for (const int32_t id : result.label_ids)
    result.scores.push_back(scores[static_cast<size_t>(id)]);
  return result;
}

/// All classes above their thresholds, best first.
ClassifyResult Above(std::span<const float> scores, const std::vector<float>& thresholds) {
  if (thresholds.size() != 1 && thresholds.size() != scores.size()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("{} thresholds for {} classes: expected one, or one for each class",
                            thresholds.size(), scores.size()));
  }
  const ClassifyResult all = Best(scores, static_cast<int>(scores.size()));
  ClassifyResult result;
  for (size_t i = 0; i < scores.size(); ++i) {
    const auto id = static_cast<size_t>(all.label_ids[i]);
    if (!(scores[id] > thresholds[thresholds.size() == 1 ? 0 : id])) continue;
    result.label_ids.push_back(all.label_ids[i]);
    result.scores.push_back(scores[id]);
  }
  return result;
}

/// The second of two classes if it reaches the threshold, otherwise the first.
ClassifyResult EitherOf(std::span<const float> scores, float threshold) {
  if (scores.size() != 2) {
    throw Error(
        ErrorKind::kInvalidArgument,
        fmt::format("a threshold between two classes, but the model has {}", scores.size()));
  }
  const bool second = scores[1] >= threshold;
  ClassifyResult result;
  result.label_ids = {second ? 1 : 0};
  result.scores = {second ? scores[1] : 1 - scores[1]};
  return result;
}

}  // namespace

std::vector<ClassifyResult> PaddleClasPostprocessor::Process(
    std::span<const FDTensor> outputs, const PaddleClasPreprocessor::Geometry& /*geometry*/) const {
  std::vector<ClassifyResult> results;
  for (const auto row : Rows(outputs)) {
    if (either_threshold_) {
      results.push_back(EitherOf(row, *either_threshold_));
    } else {
      results.push_back(label_thresholds_.empty() ? Best(row, topk_)
                                                  : Above(row, label_thresholds_));
    }
  }
  return results;
}

bool PaddleClasPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                  std::vector<ClassifyResult>* results) const {
  return OrLog([&] { *results = Process(tensors, {}); });
}

std::vector<ClassifyResult> PPShiTuV2RecognizerPostprocessor::Process(
    std::span<const FDTensor> outputs, const PaddleClasPreprocessor::Geometry& /*geometry*/) const {
  std::vector<ClassifyResult> results;
  for (const auto row : Rows(outputs)) {
    ClassifyResult& result = results.emplace_back();
    result.feature.assign(row.begin(), row.end());
    if (!feature_norm_) continue;
    const float length = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0F));
    if (length == 0) continue;
    for (float& value : result.feature) value /= length;
  }
  return results;
}

bool PPShiTuV2RecognizerPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                           std::vector<ClassifyResult>* results) const {
  return OrLog([&] { *results = Process(tensors, {}); });
}

}  // namespace fastdeploy::vision::classification
