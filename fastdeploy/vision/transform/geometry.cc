// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/geometry.h"

#include <fmt/format.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {
namespace {

cv::Mat ResizeTo(const cv::Mat& map, cv::Size size, int interpolation) {
  if (map.size() == size) return map;
  cv::Mat resized;
  cv::resize(map, resized, size, 0, 0, interpolation);
  return resized;
}

/// The part of `map` where an image of `size` was placed at `offset`; 0 outside the map.
cv::Mat TakeFromCanvas(const cv::Mat& map, cv::Size size, cv::Point offset) {
  const cv::Rect wanted(offset, size);
  const cv::Rect available = wanted & cv::Rect({0, 0}, map.size());
  if (available == wanted) return map(wanted);
  cv::Mat whole = cv::Mat::zeros(size, map.type());
  if (!available.empty()) map(available).copyTo(whole(available - offset));
  return whole;
}

cv::Mat Undone(const cv::Mat& map, const Geometry::Change& change, int interpolation) {
  if (!change.canvas) return ResizeTo(map, change.before, interpolation);
  const cv::Point offset(static_cast<int>(std::lround(change.offset.x)),
                         static_cast<int>(std::lround(change.offset.y)));
  const bool padded = offset.x >= 0 && offset.y >= 0;
  const cv::Size least = change.before + cv::Size(offset.x, offset.y);
  if (padded && (map.cols < least.width || map.rows < least.height)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("the output is {}x{}, but the image without its padding is {}x{}",
                            map.cols, map.rows, change.before.width, change.before.height));
  }
  return TakeFromCanvas(map, change.before, offset);
}

}  // namespace

void Geometry::NoteScaling(cv::Size before, cv::Size after, std::array<float, 2> factors) {
  prepared = scaled = after;
  scale = factors;
  const bool nothing = before == after && factors == std::array<float, 2>{1, 1};
  if (!nothing) changes.push_back({.before = before, .scale = factors});
}

void Geometry::NoteCanvas(cv::Size before, cv::Size after, cv::Point2f offset) {
  prepared = after;
  if (before == after && offset == cv::Point2f(0, 0)) return;
  changes.push_back({.before = before, .offset = offset, .canvas = true});
}

cv::Point2d Geometry::ToImage(cv::Point2d point) const {
  for (size_t i = changes.size(); i > 0; --i) {
    const Change& change = changes[i - 1];
    point.x = (point.x - change.offset.x) / change.scale[0];
    point.y = (point.y - change.offset.y) / change.scale[1];
  }
  return point;
}

cv::Mat Geometry::Restore(const cv::Mat& map, int interpolation) const {
  cv::Mat restored = map;
  for (size_t i = changes.size(); i > 0; --i) {
    restored = Undone(restored, changes[i - 1], interpolation);
  }
  // Some networks have an output of another size than their input.
  return ResizeTo(restored, original, interpolation);
}

}  // namespace fastdeploy::vision
