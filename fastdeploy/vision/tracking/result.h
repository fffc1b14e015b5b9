// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/result_type.h"

namespace fastdeploy::vision {

/// The tracked objects in one image of a sequence; all vectors have one entry for each.
struct FASTDEPLOY_DECL MOTResult {
  std::vector<std::array<int, 4>> boxes;  ///< left, top, right, bottom in whole pixels
  std::vector<int> ids;  ///< the same in all images; each class counts its objects from 1
  std::vector<float> scores;
  std::vector<int> class_ids;
  ResultType type = MOT;

  void Clear();
  void Free() { Clear(); }
  /// The text that 1.x prints.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const MOTResult&, const MOTResult&) = default;
};

/// JSON with the field names above.
FASTDEPLOY_DECL std::string ToJson(const MOTResult& result);

}  // namespace fastdeploy::vision
