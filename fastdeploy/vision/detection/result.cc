// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/result.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fastdeploy/vision/internal/json.h"
#include "fastdeploy/vision/internal/labels.h"

namespace fastdeploy::vision {
namespace {

nlohmann::ordered_json JsonOf(const Mask& mask) {
  return {{"data", mask.data}, {"shape", mask.shape}};
}

}  // namespace

void Mask::Clear() { *this = {}; }
void Mask::Reserve(int size) { data.reserve(static_cast<size_t>(size)); }
void Mask::Resize(int size) { data.resize(static_cast<size_t>(size)); }

std::string Mask::Str() const { return fmt::format("Mask({})\n", fmt::join(shape, ",")); }

void DetectionResult::Clear() { *this = {}; }

void DetectionResult::Reserve(int size) {
  const auto count = static_cast<size_t>(size);
  boxes.reserve(count);
  scores.reserve(count);
  label_ids.reserve(count);
  if (contain_masks) masks.reserve(count);
}

void DetectionResult::Resize(int size) {
  const auto count = static_cast<size_t>(size);
  boxes.resize(count);
  scores.resize(count);
  label_ids.resize(count);
  if (contain_masks) masks.resize(count);
}

std::string DetectionResult::Str() const {
  const bool rotated = !rotated_boxes.empty();
  std::string text = "DetectionResult: [";
  text += rotated ? "x1, y1, x2, y2, x3, y3, x4, y4" : "xmin, ymin, xmax, ymax";
  text += contain_masks ? ", score, label_id, mask_shape]\n" : ", score, label_id]\n";
  const size_t count = rotated ? rotated_boxes.size() : boxes.size();
  for (size_t i = 0; i < std::min({count, scores.size(), label_ids.size()}); ++i) {
    if (rotated) {
      text += fmt::format("{:.6f}", fmt::join(rotated_boxes[i], ","));
    } else {
      const auto& [left, top, right, bottom] = boxes[i];
      // 1.x leaves out the first space.
      text += fmt::format("{:.6f},{:.6f}, {:.6f}, {:.6f}", left, top, right, bottom);
    }
    text += fmt::format(", {:.6f}, {}", scores[i], label_ids[i]);
    text += contain_masks && i < masks.size() ? ", " + masks[i].Str() : "\n";
  }
  return text;
}

std::string ToJson(const Mask& result) { return DumpJson(JsonOf(result)); }

std::string ToJson(const DetectionResult& result) { return ToJson(result, {}); }

std::string ToJson(const DetectionResult& result, const std::vector<std::string>& labels) {
  auto masks = nlohmann::ordered_json::array();
  for (const Mask& mask : result.masks) masks.push_back(JsonOf(mask));
  nlohmann::ordered_json json = {
      {"boxes", result.boxes},   {"rotated_boxes", result.rotated_boxes},
      {"scores", result.scores}, {"label_ids", result.label_ids},
      {"masks", masks},          {"contain_masks", result.contain_masks}};
  if (!labels.empty()) json["label_names"] = LabelNames(result.label_ids, labels);
  return DumpJson(json);
}

}  // namespace fastdeploy::vision
