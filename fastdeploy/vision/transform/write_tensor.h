// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// Pixel values to the floats that a network takes: (value * scale - mean) / std, per channel.
struct Normalize {
  std::array<float, 3> mean = {0, 0, 0};
  std::array<float, 3> std = {1, 1, 1};
  float scale = 1;
  friend bool operator==(const Normalize&, const Normalize&) = default;
};

/// From 1.x's setters: three numbers each; `is_scale`: pixel values are divided by 255 first.
/// Throws Error for other counts and for a standard deviation of 0.
FASTDEPLOY_DECL Normalize MakeNormalize(const std::vector<float>& mean,
                                        const std::vector<float>& std, bool is_scale);

/// How an image becomes a part of an input tensor, in one fused pass.
struct Layout {
  bool normalize = true;  ///< off: values stay as they are (uint8)
  bool rgb = true;        ///< swap the image's BGR; mean and std are in the order of the output
  bool chw = true;        ///< planes; off: interleaved

  friend bool operator==(const Layout&, const Layout&) = default;
};

/// Where an image goes in the memory of a tensor. Rows are `row_stride` pixels apart, planes
/// `plane_stride`; 0: packed.
struct TensorView {
  void* data = nullptr;
  size_t row_stride = 0;
  size_t plane_stride = 0;
};

/// Writes a 3-channel image as image.rows x image.cols x 3 values in the given layout, of float
/// (Layout::normalize) or uint8.
FASTDEPLOY_DECL void WriteTensor(const cv::Mat& image, const Normalize& normalize,
                                 const Layout& layout, TensorView output);

}  // namespace fastdeploy::vision
