// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision::transform {

/// How pixel values become the floats that a network takes: (value * scale - mean) / std, per
/// channel.
struct Normalize {
  std::array<float, 3> mean = {0, 0, 0};
  std::array<float, 3> std = {1, 1, 1};
  float scale = 1;
  friend bool operator==(const Normalize&, const Normalize&) = default;
};

/// A Normalize from the arguments of 1.x's setters: three numbers each; with `is_scale`, pixel
/// values are divided by 255 first. Throws Error for other counts and for a standard deviation of
/// 0.
FASTDEPLOY_DECL Normalize MakeNormalize(const std::vector<float>& mean,
                                        const std::vector<float>& std, bool is_scale);

/// How one fused pass writes an image into its part of an input tensor.
struct Layout {
  bool normalize = true;  ///< off: values are not changed (uint8)
  bool rgb = true;        ///< swap BGR to RGB; mean and std are in the order of the output
  bool chw = true;        ///< planes; off: interleaved

  friend bool operator==(const Layout&, const Layout&) = default;
};

/// Where to write an image in the memory of a tensor. Rows are `row_stride` pixels apart and planes
/// `plane_stride` pixels; 0: packed.
struct TensorView {
  void* data = nullptr;
  size_t row_stride = 0;
  size_t plane_stride = 0;
};

/// Writes an image as image.rows x image.cols x its channels (3 or 1) values in the given layout,
/// as float32 (Layout::normalize) or uint8. Of one channel, the first mean and std are used.
FASTDEPLOY_DECL void WriteTensor(const cv::Mat& image, const Normalize& normalize,
                                 const Layout& layout, TensorView output);

}  // namespace fastdeploy::vision::transform
