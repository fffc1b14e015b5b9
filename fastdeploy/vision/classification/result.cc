// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/result.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/vision/internal/json.h"
#include "fastdeploy/vision/internal/labels.h"

namespace fastdeploy::vision {
namespace {

constexpr size_t kFeaturesShown = 100;
constexpr size_t kFeaturesPerLine = 10;

template <typename Values>
std::string Listed(std::string_view name, const Values& values, std::string_view format) {
  std::string text = fmt::format("{}: ", name);
  for (const auto value : values) text += fmt::format(fmt::runtime(format), value) + ", ";
  return text + "\n";
}

std::string FeatureText(const std::vector<float>& feature) {
  std::string text = fmt::format("feature: size ({}), only show first {} values.\n", feature.size(),
                                 kFeaturesShown);
  const size_t shown = std::min(feature.size(), kFeaturesShown);
  for (size_t i = 0; i < shown; ++i) {
    text += fmt::format("{:.6f}, ", feature[i]);
    if ((i + 1) % kFeaturesPerLine == 0) text += "\n";
  }
  return text + (feature.size() > kFeaturesShown ? "......" : "") + "\n";
}

}  // namespace

void ClassifyResult::Clear() { *this = {}; }

void ClassifyResult::Resize(int size) {
  label_ids.resize(static_cast<size_t>(size));
  scores.resize(static_cast<size_t>(size));
}

std::string ClassifyResult::Str() const {
  std::string text = "ClassifyResult(\n";
  text += Listed("label_ids", label_ids, "{}") + Listed("scores", scores, "{:.6f}");
  if (!feature.empty()) text += FeatureText(feature);
  return text + ")";
}

std::string ToJson(const ClassifyResult& result) { return ToJson(result, {}); }

std::string ToJson(const ClassifyResult& result, const std::vector<std::string>& labels) {
  nlohmann::ordered_json json = {
      {"label_ids", result.label_ids}, {"scores", result.scores}, {"feature", result.feature}};
  if (!labels.empty()) json["label_names"] = LabelNames(result.label_ids, labels);
  return DumpJson(json);
}

}  // namespace fastdeploy::vision
