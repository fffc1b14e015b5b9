// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/internal/chosen_classes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/nearest.h"

namespace fastdeploy::vision::detection {
namespace {

std::string Trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

[[noreturn]] void Refuse(const std::string& name, const std::vector<std::string>& labels) {
  const std::string meant = Nearest(name, labels);
  std::string hint = "the model names no classes: expected their numbers";
  if (!labels.empty()) hint = fmt::format("expected {}", fmt::join(labels, ", "));
  if (!meant.empty()) hint = fmt::format("did you mean '{}'?", meant);
  throw Error(ErrorKind::kInvalidArgument, fmt::format("unknown class '{}'; {}", name, hint));
}

}  // namespace

std::set<int32_t> ClassesOf(const std::string& list, const std::vector<std::string>& labels) {
  std::set<int32_t> classes;
  std::stringstream names(list);
  for (std::string part; std::getline(names, part, ',');) {
    const std::string name = Trimmed(part);
    const auto label = std::find(labels.begin(), labels.end(), name);
    int32_t number = static_cast<int32_t>(label - labels.begin());
    if (label == labels.end()) {
      const char* end = name.data() + name.size();
      const auto [rest, error] = std::from_chars(name.data(), end, number);
      const bool known = labels.empty() || number < static_cast<int64_t>(labels.size());
      if (error != std::errc() || rest != end || number < 0 || !known) Refuse(name, labels);
    }
    classes.insert(number);
  }
  return classes;
}

DetectionResult OnlyClasses(const DetectionResult& result, const std::set<int32_t>& classes) {
  DetectionResult chosen;
  chosen.contain_masks = result.contain_masks;
  const auto add = [](const auto& from, size_t i, auto* to) {
    if (i < from.size()) to->push_back(from[i]);
  };
  for (size_t i = 0; i < result.label_ids.size(); ++i) {
    if (!classes.contains(result.label_ids[i])) continue;
    add(result.boxes, i, &chosen.boxes);
    add(result.rotated_boxes, i, &chosen.rotated_boxes);
    add(result.scores, i, &chosen.scores);
    add(result.label_ids, i, &chosen.label_ids);
    add(result.masks, i, &chosen.masks);
  }
  return chosen;
}

}  // namespace fastdeploy::vision::detection
