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

namespace fastdeploy::vision::transform {

// The steps of preparation: what the exporters' YAML files specify for an image. Steps are value
// types without shared state: copying a list of them clones a preprocessor, and threads cannot race
// on them. Images are BGR, 8-bit or, after ToFloat, float; after ToGrey they have one channel.

/// Resizes to the size that a rule computes.
struct Resize {
  SizeRule rule;
  int interpolation = 1;  ///< OpenCV's code; default: linear
  /// Resizes as Pillow does (with antialiasing), not as OpenCV does. 8-bit images only.
  bool pillow = false;
  /// Samples pixels by the exact factors of the rule, and records those in the geometry; otherwise
  /// by the factors that result from the size in whole pixels.
  bool exact_factors = false;
  /// Rounds both sides up to a multiple of this; 0: not at all.
  int divisor = 0;
  friend bool operator==(const Resize&, const Resize&) = default;
};

/// Pads on the right and below to a size, with a value for each channel (BGR).
struct Pad {
  int width = 0;
  int height = 0;
  std::array<double, 3> value = {127.5, 127.5, 127.5};
  bool larger_is_error = true;  ///< refuse larger images; off: their larger sides stay
  int below_sum = 0;            ///< only images whose width + height is below this; 0: all
  friend bool operator==(const Pad&, const Pad&) = default;
};

/// Pads on the right or below to width / height = `ratio`.
struct PadToRatio {
  double ratio = 1;
  std::array<double, 3> value = {127.5, 127.5, 127.5};
  friend bool operator==(const PadToRatio&, const PadToRatio&) = default;
};

/// Pads on the right and below until both sides are multiples of `multiple`.
struct PadToMultiple {
  int multiple = 1;
  std::array<double, 3> value = {127.5, 127.5, 127.5};
  friend bool operator==(const PadToMultiple&, const PadToMultiple&) = default;
};

/// Crops the middle of the image, which must be at least this large.
struct CenterCrop {
  int width = 0;
  int height = 0;
  friend bool operator==(const CenterCrop&, const CenterCrop&) = default;
};

/// Resizes to the largest size that fits, ratio kept, and centres the image on a grey canvas
/// (PaddleDetection, LetterBoxResize).
struct LetterBox {
  int width = 0;
  int height = 0;
  friend bool operator==(const LetterBox&, const LetterBox&) = default;
};

/// CenterNet's warp (PaddleDetection, WarpAffine): centres the image on a canvas of width x height,
/// its longer side scaled to the width. With `keep_size` it is not scaled, and each side of the
/// canvas is (side | pad) + 1. With `by_width` the image's width, not its longer side, is scaled to
/// the canvas's (PaddleDetection, TopDownEvalAffine).
struct Warp {
  int width = 512;
  int height = 512;
  bool keep_size = false;
  int pad = 31;
  bool by_width = false;
  friend bool operator==(const Warp&, const Warp&) = default;
};

/// Converts pixels to float: later steps do not round to 8 bits.
struct ToFloat {
  friend bool operator==(const ToFloat&, const ToFloat&) = default;
};

/// Converts pixels to their brightness: one channel. `rgb`: as if the image were RGB, which is what
/// PaddleOCR does with an image that was decoded so.
struct ToGrey {
  bool rgb = false;
  friend bool operator==(const ToGrey&, const ToGrey&) = default;
};

using Step = std::variant<Resize, Pad, PadToRatio, PadToMultiple, CenterCrop, LetterBox, Warp,
                          ToFloat, ToGrey>;

/// The size after the step of an image of `size`. Throws Error if the image is too small or too
/// large for the step, or would become so.
FASTDEPLOY_DECL cv::Size SizeAfter(const Step& step, cv::Size size);

/// Applies one step and records in `geometry` what it did. The result is `image` itself, a view of
/// it, or `*buffer`, which is reused if it has the right size. Throws Error as SizeAfter does.
FASTDEPLOY_DECL cv::Mat Apply(const Step& step, const cv::Mat& image, cv::Mat* buffer,
                              Geometry* geometry);

/// Applies the first of the steps, or several if they can be done in one pass (conversion to
/// floats, linear interpolation, crop), and removes them from `steps`. The result and the geometry
/// are those of Apply, step by step.
FASTDEPLOY_DECL cv::Mat ApplyNext(std::span<const Step>* steps, const cv::Mat& image,
                                  cv::Mat* buffer, Geometry* geometry);

/// The number of channels of every image after the steps: 3, or 1 after ToGrey.
FASTDEPLOY_DECL int ChannelsAfter(std::span<const Step> steps);

/// The size of every image after the steps; {0, 0} if it depends on the image.
FASTDEPLOY_DECL cv::Size FixedSize(std::span<const Step> steps);

}  // namespace fastdeploy::vision::transform
