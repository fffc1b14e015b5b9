// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/result_type.h"

namespace fastdeploy::vision {

/// The result of a classifier for one image: the best classes, best first; or a feature vector.
struct FASTDEPLOY_DECL ClassifyResult {
  std::vector<int32_t> label_ids;
  std::vector<float> scores;
  /// Feature vector of a recogniser (PP-ShiTuV2).
  std::vector<float> feature;
  ResultType type = CLASSIFY;

  void Clear();
  void Free() { Clear(); }
  /// Gives label_ids and scores this many entries.
  void Resize(int size);
  /// The text that 1.x prints.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const ClassifyResult&, const ClassifyResult&) = default;
};

/// JSON with the field names above.
FASTDEPLOY_DECL std::string ToJson(const ClassifyResult& result);
/// The same with "label_names": the name of each class, if `labels` are not empty.
FASTDEPLOY_DECL std::string ToJson(const ClassifyResult& result,
                                   const std::vector<std::string>& labels);

}  // namespace fastdeploy::vision
