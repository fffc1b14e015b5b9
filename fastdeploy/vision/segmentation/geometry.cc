// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/geometry.h"

#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::segmentation {
namespace {

cv::Mat Undone(const cv::Mat& map, const Undo& undo, int interpolation) {
  if (map.size() == undo.size) return map;
  if (!undo.crop) {
    cv::Mat resized;
    cv::resize(map, resized, undo.size, 0, 0, interpolation);
    return resized;
  }
  if (map.cols < undo.size.width || map.rows < undo.size.height) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("the output is {}x{}, but the image without its padding {}x{}",
                            map.cols, map.rows, undo.size.width, undo.size.height));
  }
  return map(cv::Rect({0, 0}, undo.size));
}

}  // namespace

cv::Mat Restore(const cv::Mat& map, const ImageGeometry& geometry, int interpolation) {
  cv::Mat restored = map;
  for (size_t i = geometry.undo.size(); i > 0; --i) {
    restored = Undone(restored, geometry.undo[i - 1], interpolation);
  }
  // Networks that answer at another size than they were asked at.
  return Undone(restored, {false, geometry.original}, interpolation);
}

}  // namespace fastdeploy::vision::segmentation
