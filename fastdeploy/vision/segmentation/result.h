// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/result_type.h"

namespace fastdeploy::vision {

/// A class for every pixel of an image, row by row.
struct FASTDEPLOY_DECL SegmentationResult {
  std::vector<uint8_t> label_map;
  /// The score of that class, if the postprocessor was set to keep it; otherwise empty.
  std::vector<float> score_map;
  std::vector<int64_t> shape;  ///< {height, width} of the image
  bool contain_score_map = false;
  ResultType type = SEGMENTATION;

  void Clear();
  void Free() { Clear(); }
  /// Reserve memory for this many pixels, or make them this many: label_map, and score_map if there
  /// is one (contain_score_map).
  void Reserve(int size);
  void Resize(int size);
  /// The text that 1.x prints: the first hundred pixels (fewer for smaller maps) and the size.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const SegmentationResult&, const SegmentationResult&) = default;
};

/// JSON with the field names above.
FASTDEPLOY_DECL std::string ToJson(const SegmentationResult& result);

}  // namespace fastdeploy::vision
