// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <variant>
#include <vector>

namespace fastdeploy::vision::detection {

// The steps of PaddleDetection's `Preprocess` list that change the picture, as values. Arithmetic
// is that of its deploy/python/preprocess.py.

/// Exactly to width x height; or, with `keep_ratio`, the shorter side to the shorter of the two,
/// but the longer one to no more than the longer.
struct Rescale {
  int width = 0;
  int height = 0;
  bool keep_ratio = false;
  int interpolation = 1;  ///< OpenCV's code
  /// As PaddleX: the factors are those of the sizes in whole pixels. PaddleDetection's stay exact.
  bool whole = false;
  friend bool operator==(const Rescale&, const Rescale&) = default;
};
/// As large as fits, ratio kept, in the middle of grey.
struct LetterBox {
  int width = 0;
  int height = 0;
  friend bool operator==(const LetterBox&, const LetterBox&) = default;
};
/// Pads right and below, with a value for each channel of a BGR image. A larger one is an error.
struct Pad {
  int width = 0;
  int height = 0;
  std::array<double, 3> value = {114, 114, 114};
  friend bool operator==(const Pad&, const Pad&) = default;
};
/// CenterNet's: into the middle of width x height, longer side fitted to the width; or, with
/// `keep_size`, not scaled, in the middle of the next size whose sides have all bits of `pad` set
/// and one more.
struct Warp {
  int width = 512;
  int height = 512;
  bool keep_size = false;
  int pad = 31;
  friend bool operator==(const Warp&, const Warp&) = default;
};
using Step = std::variant<Rescale, LetterBox, Pad, Warp>;

/// What the network and the postprocessor are told of how an image was prepared.
struct ImageInfo {
  cv::Size original;
  std::array<float, 2> im_shape = {0, 0};      ///< {height, width}, without what was padded
  std::array<float, 2> scale_factor = {1, 1};  ///< {y, x}: prepared pixels to one of the original

  friend bool operator==(const ImageInfo&, const ImageInfo&) = default;
};

/// Applies one step, noting in `info` what the reference notes. The result is a view of `image`, or
/// `*buffer`, which is reused where it has the right size. Throws Error where the image cannot be
/// so transformed.
cv::Mat Apply(const Step& step, const cv::Mat& image, cv::Mat* buffer, ImageInfo* info);

/// The size that every image has after the steps; {0, 0} where it depends on the image.
cv::Size FixedSize(const std::vector<Step>& steps);

}  // namespace fastdeploy::vision::detection
