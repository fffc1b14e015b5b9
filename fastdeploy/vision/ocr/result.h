// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/result_type.h"

namespace fastdeploy::vision {

/// The lines of text of one image, in reading order. Vectors that belong to a stage which did not
/// run are empty; the others have one entry a line.
struct FASTDEPLOY_DECL OCRResult {
  /// Corners x0, y0, ... x3, y3 in pixels: top-left, top-right, bottom-right, bottom-left of the
  /// line as it is read.
  std::vector<std::array<int, 8>> boxes;
  std::vector<std::string> text;  ///< UTF-8
  std::vector<float> rec_scores;
  std::vector<float> cls_scores;
  std::vector<int32_t> cls_labels;  ///< 1: the line was upside down (where the score is enough)
  ResultType type = OCR;

  void Clear();
  /// 1.x's text.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const OCRResult&, const OCRResult&) = default;
};

/// JSON with the field names above.
FASTDEPLOY_DECL std::string ToJson(const OCRResult& result);

}  // namespace fastdeploy::vision
