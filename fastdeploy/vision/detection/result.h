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
  void Free() { Clear(); }
  void* Data() { return data.data(); }
  [[nodiscard]] const void* Data() const { return data.data(); }
  void Reserve(int size);
  void Resize(int size);
  /// The text that 1.x prints.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const Mask&, const Mask&) = default;
};

/// The objects in one image, in the order of the model. Vectors for which a model has no values are
/// empty; the others have one entry per object.
struct FASTDEPLOY_DECL DetectionResult {
  /// Left, top, right, bottom in pixels of the image; they may lie outside it.
  std::vector<std::array<float, 4>> boxes;
  /// Corners x0, y0, ... x3, y3 in pixels, from models that find rotated boxes.
  std::vector<std::array<float, 8>> rotated_boxes;
  std::vector<float> scores;
  std::vector<int32_t> label_ids;
  /// The object's mask inside its box, clipped to the image. It starts at the pixel (round(left),
  /// round(top)) of the image.
  std::vector<Mask> masks;
  bool contain_masks = false;
  ResultType type = DETECTION;

  void Clear();
  void Free() { Clear(); }
  /// Reserve memory for this many objects, or make them this many: boxes, scores and label_ids, and
  /// masks if there are masks (contain_masks).
  void Reserve(int size);
  void Resize(int size);
  /// The text that 1.x prints.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const DetectionResult&, const DetectionResult&) = default;
};

/// JSON with the field names above.
FASTDEPLOY_DECL std::string ToJson(const Mask& result);
FASTDEPLOY_DECL std::string ToJson(const DetectionResult& result);
/// The same with "label_names": the name of each class, if `labels` are not empty.
FASTDEPLOY_DECL std::string ToJson(const DetectionResult& result,
                                   const std::vector<std::string>& labels);

}  // namespace fastdeploy::vision
