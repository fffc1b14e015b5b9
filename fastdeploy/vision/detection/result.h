// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/result_type.h"

namespace fastdeploy::vision {

/// Which pixels of its box belong to an object, row by row: 1 or 0.
struct FASTDEPLOY_DECL Mask {
  std::vector<uint8_t> data;
  std::vector<int64_t> shape;  ///< {height, width}
  ResultType type = MASK;

  void Clear();
  /// 1.x's text.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const Mask&, const Mask&) = default;
};

/// The objects of one image, in the order of the model. Vectors that a model has nothing for are
/// empty; the others have one entry an object.
struct FASTDEPLOY_DECL DetectionResult {
  /// Left, top, right, bottom in pixels of the image; they may lie outside of it.
  std::vector<std::array<float, 4>> boxes;
  /// Corners x0, y0, ... x3, y3 in pixels, of models that find turned boxes.
  std::vector<std::array<float, 8>> rotated_boxes;
  std::vector<float> scores;
  std::vector<int32_t> label_ids;
  /// The part of the object's mask from pixel (round(left), round(top)) of the image on, cut to
  /// what of the box is inside of the image.
  std::vector<Mask> masks;
  bool contain_masks = false;
  ResultType type = DETECTION;

  void Clear();
  /// 1.x's text.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const DetectionResult&, const DetectionResult&) = default;
};

/// JSON with the field names above.
FASTDEPLOY_DECL std::string ToJson(const Mask& result);
FASTDEPLOY_DECL std::string ToJson(const DetectionResult& result);

}  // namespace fastdeploy::vision
