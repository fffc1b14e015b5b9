// SPDX-License-Identifier: Apache-2.0
#pragma once

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

}  // namespace fastdeploy::vision
