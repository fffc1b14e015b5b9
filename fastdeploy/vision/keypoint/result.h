// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/result_type.h"

namespace fastdeploy::vision {

/// The key points of the persons in an image: `num_joints` of the first person, then those of the
/// next, in the model's order (for COCO: nose, eyes, ears, shoulders, elbows, wrists, hips, knees,
/// ankles, the left one first).
struct FASTDEPLOY_DECL KeyPointDetectionResult {
  std::vector<std::array<float, 2>> keypoints;  ///< x, y in pixels; they may lie outside the image
  std::vector<float> scores;                    ///< of each point: the maximum of its heatmap
  int num_joints = -1;                          ///< points of a person; -1: there is no person
  ResultType type = KEYPOINT_DETECTION;

  void Clear();
  void Free() { Clear(); }
  /// Reserve memory for this many points, or make them this many.
  void Reserve(int size);
  void Resize(int size);
  /// The text that 1.x prints.
  [[nodiscard]] std::string Str() const;
  friend bool operator==(const KeyPointDetectionResult&, const KeyPointDetectionResult&) = default;
};

/// JSON with the field names above.
FASTDEPLOY_DECL std::string ToJson(const KeyPointDetectionResult& result);

}  // namespace fastdeploy::vision
