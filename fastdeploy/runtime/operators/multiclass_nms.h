// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// The attributes of Paddle's operator `multiclass_nms3`, by their names there. -1 means no limit,
/// or no background class.
struct NmsAttributes {
  int background_label = -1;
  int keep_top_k = 100;
  float nms_eta = 1;
  float nms_threshold = 0.5F;
  int nms_top_k = 1000;
  bool normalized = true;  ///< off: corners are pixels, so that width is x2 - x1 + 1
  float score_threshold = 0.3F;

  friend bool operator==(const NmsAttributes&, const NmsAttributes&) = default;
};

/// A box that was kept.
struct NmsSelection {
  int label = 0;
  size_t box = 0;  ///< its index in the input
  float score = 0;

  friend bool operator==(const NmsSelection&, const NmsSelection&) = default;
};

/// Boxes and scores of one image, in memory of the caller: box b of class c is `box_size` numbers
/// that start at boxes[b * box_step + c * box_class_step], and its score is
/// scores[b * score_step + c * score_class_step].
struct NmsInput {
  const float* boxes = nullptr;
  const float* scores = nullptr;
  size_t count = 0;  ///< number of boxes
  size_t classes = 0;
  size_t box_size = 4;  ///< 4: x1, y1, x2, y2; 8: the corners of a convex quadrangle
  size_t box_step = 0;
  size_t box_class_step = 0;  ///< 0: the classes share the boxes
  size_t score_step = 0;
  size_t score_class_step = 0;

  /// Boxes [count, box_size] that all classes share, and scores [classes, count].
  static NmsInput OfSharedBoxes(const float* boxes, const float* scores, size_t count,
                                size_t classes, size_t box_size = 4) {
    return {.boxes = boxes,
            .scores = scores,
            .count = count,
            .classes = classes,
            .box_size = box_size,
            .box_step = box_size,
            .box_class_step = 0,
            .score_step = 1,
            .score_class_step = count};
  }

  [[nodiscard]] bool SharesBoxes() const { return box_class_step == 0; }
  [[nodiscard]] const float* Box(size_t box, size_t label) const {
    return boxes + box * box_step + label * box_class_step;
  }
  [[nodiscard]] float Score(size_t box, size_t label) const {
    return scores[box * score_step + label * score_class_step];
  }
};

/// Non-maximum suppression class by class, equal to Paddle's CPU kernel to the bit and in order: by
/// class, then by descending score (equal scores by index); if every class has boxes of its own
/// (two-stage detectors), by class, then by index. Boxes whose score is NaN are never kept.
/// Thread-safe.
FASTDEPLOY_DECL std::vector<NmsSelection> MulticlassNms(const NmsInput& input,
                                                        const NmsAttributes& attributes);

/// Intersection over union of two convex quadrangles (8 numbers each); 0 if one has no area.
FASTDEPLOY_DECL float QuadOverlap(const float* first, const float* second);

}  // namespace fastdeploy
