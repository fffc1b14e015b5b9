// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace fastdeploy::vision::segmentation {

/// What turns a map over a prepared image back into one over the image before one step.
struct Undo {
  bool crop = false;  ///< the step padded right and below: cut off; else: resize
  cv::Size size;      ///< of the image before the step
};

/// How an image was prepared.
struct ImageGeometry {
  cv::Size original;
  std::vector<Undo> undo;  ///< in the order of the steps; steps that changed no size are left out
};

/// A map of one channel over a prepared image (labels, a class's scores, alpha) as one over the
/// original: the steps undone, the last first. `interpolation` is an OpenCV code. May be a view of
/// `map`. Throws Error for a map that is smaller than what the padding was put around.
cv::Mat Restore(const cv::Mat& map, const ImageGeometry& geometry, int interpolation);

}  // namespace fastdeploy::vision::segmentation
