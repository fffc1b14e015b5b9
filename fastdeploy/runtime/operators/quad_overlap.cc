// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "fastdeploy/runtime/operators/multiclass_nms.h"

namespace fastdeploy {
namespace {

struct Corner {
  double x = 0;
  double y = 0;
};

/// A convex polygon. A quadrangle cut by the four edges of another has at most eight corners.
struct Polygon {
  std::array<Corner, 16> corners;
  size_t count = 0;

  void Add(Corner corner) {
    if (count < corners.size()) corners[count++] = corner;
  }
  [[nodiscard]] Corner Next(size_t i) const { return corners[(i + 1) % count]; }
};

double Cross(Corner origin, Corner a, Corner b) {
  return (a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x);
}

/// Twice the area; negative if the corners go the other way round.
double TwiceArea(const Polygon& polygon) {
  double sum = 0;
  for (size_t i = 0; i < polygon.count; ++i) {
    const Corner next = polygon.Next(i);
    sum += polygon.corners[i].x * next.y - polygon.corners[i].y * next.x;
  }
  return sum;
}

Polygon Read(const float* box) {
  Polygon quad;
  for (size_t i = 0; i < 4; ++i) quad.Add({box[2 * i], box[2 * i + 1]});
  if (TwiceArea(quad) < 0) std::swap(quad.corners[1], quad.corners[3]);
  return quad;
}

/// The part of a polygon on the left of the line from `start` to `end`.
Polygon CutLeft(const Polygon& polygon, Corner start, Corner end) {
  Polygon part;
  for (size_t i = 0; i < polygon.count; ++i) {
    const Corner corner = polygon.corners[i];
    const Corner next = polygon.Next(i);
    const double side = Cross(start, end, corner);
    const double next_side = Cross(start, end, next);
    if (side >= 0) part.Add(corner);
    if ((side >= 0) == (next_side >= 0)) continue;
    const double share = side / (side - next_side);
    part.Add({corner.x + share * (next.x - corner.x), corner.y + share * (next.y - corner.y)});
  }
  return part;
}

}  // namespace

float QuadOverlap(const float* first, const float* second) {
  const Polygon one = Read(first);
  const Polygon other = Read(second);
  Polygon both = one;
  for (size_t i = 0; i < 4; ++i) both = CutLeft(both, other.corners[i], other.Next(i));
  const double area = TwiceArea(both);
  const double sum = TwiceArea(one) + TwiceArea(other);
  if (!(area > 0) || !(sum > area)) return 0;
  return static_cast<float>(area / (sum - area));
}

}  // namespace fastdeploy
