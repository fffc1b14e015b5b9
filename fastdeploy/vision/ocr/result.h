// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/result_type.h"

namespace fastdeploy::vision {

/// The lines of text in one image, in reading order. Vectors of a stage that did not run are empty;
/// the others have one entry per line.
struct FASTDEPLOY_DECL OCRResult {
  /// Corners x0, y0, ... x3, y3 in pixels: top-left, top-right, bottom-right, bottom-left of the
  /// line in reading direction.
  std::vector<std::array<int, 8>> boxes;
  std::vector<std::string> text;  ///< UTF-8
  std::vector<float> rec_scores;
  std::vector<float> cls_scores;
  std::vector<int32_t> cls_labels;  ///< 1: upside down, if the score is above ClsThresh
  /// The words of each line and their corners, in the order of the boxes' corners; empty unless
  /// words were asked for (ReturnWordBox). Together, the words of a line are its text.
  std::vector<std::vector<std::string>> words;
  std::vector<std::vector<std::array<int, 8>>> word_boxes;
  /// By how many degrees (0, 90, 180, 270) the page was turned counter-clockwise to be read, if it
  /// was looked at; boxes are those of the page as it was given.
  std::optional<int32_t> page_angle;
  /// Of a table, from models that read tables: its cells, and its structure as tags and as HTML.
  std::vector<std::array<int, 8>> table_boxes;
  std::vector<std::string> table_structure;
  std::string table_html;
  ResultType type = OCR;

  void Clear();
  void Free() { Clear(); }
  /// The text that 1.x prints.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const OCRResult&, const OCRResult&) = default;
};

/// JSON with the field names above; those of words, pages and tables only if there are any.
FASTDEPLOY_DECL std::string ToJson(const OCRResult& result);

}  // namespace fastdeploy::vision
