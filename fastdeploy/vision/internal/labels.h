// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fastdeploy::vision {

/// "cat (281)"; if the model does not name the class, "281" with `unnamed` in front.
inline std::string LabelText(int id, const std::vector<std::string>& labels,
                             const std::string& unnamed = "") {
  const bool named = id >= 0 && static_cast<size_t>(id) < labels.size();
  return named ? labels[static_cast<size_t>(id)] + " (" + std::to_string(id) + ")"
               : unnamed + std::to_string(id);
}

/// The name of each class of a result, "" where the model has none; nothing if it names no class.
inline std::vector<std::string> LabelNames(const std::vector<int32_t>& ids,
                                           const std::vector<std::string>& labels) {
  std::vector<std::string> names;
  for (const int32_t id : ids) {
    if (labels.empty()) break;
    const bool named = id >= 0 && static_cast<size_t>(id) < labels.size();
    names.push_back(named ? labels[static_cast<size_t>(id)] : "");
  }
  return names;
}

}  // namespace fastdeploy::vision
