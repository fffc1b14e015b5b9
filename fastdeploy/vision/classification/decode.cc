// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/postprocessor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy::vision::classification {
namespace {

/// The rows of the first output, which must be [N, C] and contain no NaN.
std::vector<std::span<const float>> Rows(std::span<const FDTensor> outputs) {
  if (outputs.empty()) throw Error(ErrorKind::kInvalidArgument, "the model has no output");
  const FDTensor& output = outputs.front();
  if (output.shape.size() != 2) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("output '{}': expected the shape [N, classes], got {}", output.name,
                            ShapeString(output.shape)));
  }
  const std::span<const float> values = output.As<float>();
  if (std::any_of(values.begin(), values.end(), [](float v) { return std::isnan(v); })) {
    throw Error(ErrorKind::kRuntime, fmt::format("output '{}' holds NaN", output.name));
  }
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

}  // namespace

std::vector<ClassifyResult> PaddleClasPostprocessor::Process(
    std::span<const FDTensor> outputs, const PaddleClasPreprocessor::Geometry& /*geometry*/) const {
  std::vector<ClassifyResult> results;
  for (const auto row : Rows(outputs)) results.push_back(Best(row, topk_));
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
