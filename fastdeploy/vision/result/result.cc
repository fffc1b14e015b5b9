// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/result/result.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

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

std::string BoxText(const std::array<int, 8>& box) {
  return fmt::format("[[{},{}],[{},{}],[{},{}],[{},{}]]", box[0], box[1], box[2], box[3], box[4],
                     box[5], box[6], box[7]);
}

/// JSON in the order of the fields; bytes that are no UTF-8 become the replacement character.
std::string Dump(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void ClassifyResult::Clear() { *this = {}; }

std::string ClassifyResult::Str() const {
  std::string text = "ClassifyResult(\n";
  text += Listed("label_ids", label_ids, "{}") + Listed("scores", scores, "{:.6f}");
  if (!feature.empty()) text += FeatureText(feature);
  return text + ")";
}

void OCRResult::Clear() { *this = {}; }

std::string OCRResult::Str() const {
  const size_t lines = std::max({boxes.size(), text.size(), cls_labels.size()});
  if (lines == 0) return "No Results!";
  std::string out;
  for (size_t i = 0; i < lines; ++i) {
    if (i < boxes.size()) out += "det boxes: " + BoxText(boxes[i]);
    if (i < text.size() && i < rec_scores.size()) {
      out += fmt::format("rec text: {} rec score:{:.6f} ", text[i], rec_scores[i]);
    }
    if (i < cls_labels.size() && i < cls_scores.size()) {
      out += fmt::format("cls label: {} cls score: {:.6f}", cls_labels[i], cls_scores[i]);
    }
    out += "\n";
  }
  return out;
}

std::string ToJson(const ClassifyResult& result) {
  return Dump(
      {{"label_ids", result.label_ids}, {"scores", result.scores}, {"feature", result.feature}});
}

std::string ToJson(const OCRResult& result) {
  return Dump({{"boxes", result.boxes},
               {"text", result.text},
               {"rec_scores", result.rec_scores},
               {"cls_scores", result.cls_scores},
               {"cls_labels", result.cls_labels}});
}

}  // namespace fastdeploy::vision
