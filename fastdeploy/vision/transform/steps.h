// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <span>
#include <variant>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/transform/geometry.h"
#include "fastdeploy/vision/transform/size_rule.h"

namespace fastdeploy::vision {

// The steps of preparation: what the exporters' YAML files say is done to an image. Each step is a
// value: copying a list of them clones a preprocessor, and there is nothing in them that threads
// could race on. Images are BGR, of 8 bits or, after ToFloat, of floats.

/// To the size that a rule gives.
struct Resize {
  SizeRule rule;
  int interpolation = 1;  ///< OpenCV's code; default: linear
  /// As Pillow resizes (with antialiasing) instead of as OpenCV does; 8-bit images only.
  bool pillow = false;
  /// Pixels are sampled by the exact factors of the rule, which are also those that the geometry
  /// notes; else by those of the size in whole pixels.
  bool exact_factors = false;
  /// Both sides up to a multiple of this; 0: as they are.
  int divisor = 0;
  friend bool operator==(const Resize&, const Resize&) = default;
};

/// Pads right and below to a size, with a value for each channel (BGR).
struct Pad {
  int width = 0;
  int height = 0;
  std::array<double, 3> value = {127.5, 127.5, 127.5};
  bool larger_is_error = true;  ///< for a larger image; off: its larger sides stay
  friend bool operator==(const Pad&, const Pad&) = default;
};

/// Pads right or below to width / height = `ratio`.
struct PadToRatio {
  double ratio = 1;
  std::array<double, 3> value = {127.5, 127.5, 127.5};
  friend bool operator==(const PadToRatio&, const PadToRatio&) = default;
};

/// The middle of the image, which must be at least as large.
struct CenterCrop {
  int width = 0;
  int height = 0;
  friend bool operator==(const CenterCrop&, const CenterCrop&) = default;
};

/// As large as fits, ratio kept, in the middle of a grey canvas (PaddleDetection, LetterBoxResize).
struct LetterBox {
  int width = 0;
  int height = 0;
  friend bool operator==(const LetterBox&, const LetterBox&) = default;
};

/// CenterNet's warp (PaddleDetection, WarpAffine): into the middle of width x height, the longer
/// side fitted to the width; or, with `keep_size`, not scaled, in the middle of the next size all
/// of whose sides have the bits of `pad` set, plus one.
struct Warp {
  int width = 512;
  int height = 512;
  bool keep_size = false;
  int pad = 31;
  friend bool operator==(const Warp&, const Warp&) = default;
};

/// Pixels are floats from here on: steps no longer round to 8 bits.
struct ToFloat {
  friend bool operator==(const ToFloat&, const ToFloat&) = default;
};

using Step = std::variant<Resize, Pad, PadToRatio, CenterCrop, LetterBox, Warp, ToFloat>;

/// The size of an image of `size` after the step. Throws Error where there is none: the image is
/// too small or too large for the step, or would become so.
FASTDEPLOY_DECL cv::Size SizeAfter(const Step& step, cv::Size size);

/// Applies one step and notes in `geometry` what it did. The result is `image` itself, a view of
/// it, or `*buffer`, which is reused if it has the right size. Throws Error, as SizeAfter does.
FASTDEPLOY_DECL cv::Mat Apply(const Step& step, const cv::Mat& image, cv::Mat* buffer,
                              Geometry* geometry);

/// The size that every image has after the steps; {0, 0} if it depends on the image.
FASTDEPLOY_DECL cv::Size FixedSize(std::span<const Step> steps);

}  // namespace fastdeploy::vision
