// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

namespace fastdeploy {

// Boxes are x1, y1, x2, y2. `extra` is added to widths and heights: 1 where corners are pixels, so
// that a box of one pixel has an area, else 0. The order of operations is Paddle's.

inline float BoxArea(const float* box, float extra) {
  if (box[2] < box[0] || box[3] < box[1]) return 0;
  return (box[2] - box[0] + extra) * (box[3] - box[1] + extra);
}

/// Intersection over union.
inline float BoxOverlap(const float* first, const float* second, float extra) {
  if (second[0] > first[2] || second[2] < first[0] || second[1] > first[3] ||
      second[3] < first[1]) {
    return 0;
  }
  const float width = std::min(first[2], second[2]) - std::max(first[0], second[0]) + extra;
  const float height = std::min(first[3], second[3]) - std::max(first[1], second[1]) + extra;
  const float both = width * height;
  return both / (BoxArea(first, extra) + BoxArea(second, extra) - both);
}

}  // namespace fastdeploy
