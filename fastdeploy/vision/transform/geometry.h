// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// What the steps of preparation did to one image, so that results can be brought back to it.
struct FASTDEPLOY_DECL Geometry {
  /// One thing that a step did: it scaled the image, or put it somewhere on a canvas of another
  /// size (padding, cropping). A pixel at x came to lie at x * scale + offset.
  struct Change {
    cv::Size before;                      ///< size of the image before
    std::array<float, 2> scale = {1, 1};  ///< x, y
    cv::Point2f offset = {0, 0};
    bool canvas = false;  ///< padded or cropped; else scaled
  };

  cv::Size original;
  cv::Size prepared;  ///< after all steps
  /// Size after the last scaling, without padding, and its factors {x, y}: im_shape and
  /// scale_factor of PaddleDetection.
  cv::Size scaled;
  std::array<float, 2> scale = {1, 1};
  std::vector<Change> changes;  ///< in the order of the steps; what changed nothing is left out

  Geometry() = default;
  /// Of an image of this size to which nothing was done yet.
  explicit Geometry(cv::Size size) : original(size), prepared(size), scaled(size) {}

  // How steps note what they did.
  void NoteScaling(cv::Size before, cv::Size after, std::array<float, 2> factors);
  void NoteCanvas(cv::Size before, cv::Size after, cv::Point2f offset);

  /// A point of the prepared image as one of the original.
  [[nodiscard]] cv::Point2d ToImage(cv::Point2d point) const;
  /// The same for coordinates x, y, x, y, ...
  template <size_t Count>
  [[nodiscard]] std::array<float, Count> ToImage(const float* corners) const {
    std::array<float, Count> result;
    for (size_t i = 0; i < Count; i += 2) {
      const cv::Point2d point = ToImage({corners[i], corners[i + 1]});
      result[i] = static_cast<float>(point.x);
      result[i + 1] = static_cast<float>(point.y);
    }
    return result;
  }

  /// A map of one channel over the prepared image (labels, the scores of a class, alpha) as one
  /// over the original: the changes are undone, the last first; what was cropped away is 0.
  /// `interpolation` is an OpenCV code. May be a view of `map`. Throws Error for a map that is
  /// smaller than what was padded.
  [[nodiscard]] cv::Mat Restore(const cv::Mat& map, int interpolation) const;
};

}  // namespace fastdeploy::vision
