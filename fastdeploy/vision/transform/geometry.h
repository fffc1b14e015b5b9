// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// What the steps of preparation did to one image, so that results can be mapped back to it.
struct FASTDEPLOY_DECL Geometry {
  /// One change made by a step: it scaled the image, or placed it on a canvas of another size
  /// (padding, cropping). A pixel at x moves to x * scale + offset.
  struct Change {
    cv::Size before;                      ///< size of the image before the change
    std::array<float, 2> scale = {1, 1};  ///< x, y
    cv::Point2f offset = {0, 0};
    bool canvas = false;  ///< padded or cropped; else scaled
  };

  cv::Size original;
  cv::Size prepared;  ///< after all steps
  /// Size after the last scaling, without padding, and its factors {x, y}: PaddleDetection's
  /// im_shape and scale_factor.
  cv::Size scaled;
  std::array<float, 2> scale = {1, 1};
  std::vector<Change> changes;  ///< in the order of the steps; without steps that changed nothing

  Geometry() = default;
  /// The geometry of an image of this size before any step.
  explicit Geometry(cv::Size size) : original(size), prepared(size), scaled(size) {}

  // For steps: record what was done.
  void NoteScaling(cv::Size before, cv::Size after, std::array<float, 2> factors);
  void NoteCanvas(cv::Size before, cv::Size after, cv::Point2f offset);

  /// Maps a point of the prepared image to the original.
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

  /// Maps a one-channel map of the prepared image (labels, the scores of a class, alpha) to the
  /// original: undoes the changes, last first; what was cropped away becomes 0. `interpolation` is
  /// an OpenCV code. The result may be a view of `map`. Throws Error if `map` is smaller than the
  /// image was before padding.
  [[nodiscard]] cv::Mat Restore(const cv::Mat& map, int interpolation) const;
};

}  // namespace fastdeploy::vision
