// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/result_type.h"

namespace fastdeploy::vision {

/// How much of each pixel of an image is foreground, row by row.
struct FASTDEPLOY_DECL MattingResult {
  std::vector<float> alpha;  ///< 0: background, 1: foreground
  /// Colours of the foreground, from models that estimate them; PP-Matting does not.
  std::vector<float> foreground;
  std::vector<int64_t> shape;  ///< {height, width} of the image
  bool contain_foreground = false;
  ResultType type = MATTING;

  void Clear();
  void Free() { Clear(); }
  /// Reserve memory for this many pixels, or make them this many: alpha, and three values each of
  /// foreground if there is one (contain_foreground).
  void Reserve(int size);
  void Resize(int size);
  /// The text that 1.x prints: size, and minimum, maximum and mean of alpha.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const MattingResult&, const MattingResult&) = default;
};

/// JSON with the field names above.
FASTDEPLOY_DECL std::string ToJson(const MattingResult& result);

}  // namespace fastdeploy::vision
