// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <variant>

namespace fastdeploy::vision {

// Geometric steps of preprocessing. Each is a value: copying a list of them clones a preprocessor,
// and there is nothing in them for two threads to race on. `interpolation` is an OpenCV code; `pil`
// resizes as Pillow does (with antialiasing) instead of as OpenCV does.

/// To an exact size, ratio not kept.
struct Resize {
  int width = 0;
  int height = 0;
  int interpolation = 1;
  bool pil = false;
  friend bool operator==(const Resize&, const Resize&) = default;
};

/// The shorter side to `target`, ratio kept; sizes rounded half to even, as Python's round.
struct ResizeByShort {
  int target = 0;
  int interpolation = 1;
  bool pil = false;
  friend bool operator==(const ResizeByShort&, const ResizeByShort&) = default;
};

/// The middle; the image must be at least as large.
struct CenterCrop {
  int width = 0;
  int height = 0;
  friend bool operator==(const CenterCrop&, const CenterCrop&) = default;
};

using Step = std::variant<Resize, ResizeByShort, CenterCrop>;

/// The step applied to an image: a view of `image`, or `*buffer`, which is reused where it has the
/// right size. Throws Error where the image cannot be so transformed.
cv::Mat Apply(const Step& step, const cv::Mat& image, cv::Mat* buffer);

/// The size after the step where it does not depend on the image, else {0, 0}.
cv::Size FixedSize(const Step& step);

/// Pixel values to the floats that a network takes: (value * scale - mean) / std, per channel.
struct Normalize {
  std::array<float, 3> mean = {0, 0, 0};
  std::array<float, 3> std = {1, 1, 1};
  float scale = 1;
  friend bool operator==(const Normalize&, const Normalize&) = default;
};

/// How an image becomes a part of an input tensor, fused into one pass.
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

/// Writes an 8-bit, 3-channel image as image.rows x image.cols x 3 values in the given layout, of
/// float or uint8.
void WriteTensor(const cv::Mat& image, const Normalize& normalize, const Layout& layout,
                 TensorView output);

}  // namespace fastdeploy::vision
