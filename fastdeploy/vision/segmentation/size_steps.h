// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <variant>
#include <vector>

#include "fastdeploy/vision/segmentation/geometry.h"

namespace fastdeploy::vision::segmentation {

// The steps of PaddleSeg's transforms, as values; each says what the size of an image becomes.
// Sizes are rounded half to even, as Python's round. 0: no limit.

/// Exactly this, ratio not kept.
struct ToSize {
  int width = 0;
  int height = 0;
  friend bool operator==(const ToSize&, const ToSize&) = default;
};
/// As large as fits, ratio kept: the longer side into the longer, the shorter into the shorter.
struct IntoSize {
  int width = 0;
  int height = 0;
  friend bool operator==(const IntoSize&, const IntoSize&) = default;
};
/// The shorter side to `target`, but the longer to no more than `longest`.
struct ByShort {
  int target = 0;
  double longest = 0;
  friend bool operator==(const ByShort&, const ByShort&) = default;
};
struct ByLong {
  int target = 0;
  friend bool operator==(const ByLong&, const ByLong&) = default;
};
/// The shorter side into [least, most]; nothing where it is.
struct LimitShort {
  int least = 0;
  int most = 0;
  friend bool operator==(const LimitShort&, const LimitShort&) = default;
};
struct LimitLong {
  int least = 0;
  int most = 0;
  friend bool operator==(const LimitLong&, const LimitLong&) = default;
};
struct ByFactor {
  double factor = 1;
  friend bool operator==(const ByFactor&, const ByFactor&) = default;
};
/// Both sides down to a multiple, but not to nothing.
struct DownToMultiple {
  int divisor = 1;
  friend bool operator==(const DownToMultiple&, const DownToMultiple&) = default;
};
/// Shrunk where it is larger than this, ratio kept.
struct ShrinkInto {
  int width = 0;
  int height = 0;
  friend bool operator==(const ShrinkInto&, const ShrinkInto&) = default;
};
using SizeRule = std::variant<ToSize, IntoSize, ByShort, ByLong, LimitShort, LimitLong, ByFactor,
                              DownToMultiple, ShrinkInto>;

/// Resizes to what the rule says; then both sides up to a multiple of `divisor`, unless it is 0.
struct Rescale {
  SizeRule rule;
  int interpolation = 1;  ///< OpenCV's code
  int divisor = 0;
  friend bool operator==(const Rescale&, const Rescale&) = default;
};
/// Pads right and below, with a value for each channel of a BGR image.
struct Pad {
  int width = 0;
  int height = 0;
  std::array<double, 3> value = {127.5, 127.5, 127.5};
  bool larger_is_error = true;  ///< an image that is larger; off: it stays as it is
  friend bool operator==(const Pad&, const Pad&) = default;
};
/// Pads right or below to width / height = `ratio`.
struct PadToRatio {
  double ratio = 1;
  std::array<double, 3> value = {127.5, 127.5, 127.5};
  friend bool operator==(const PadToRatio&, const PadToRatio&) = default;
};
/// From here on pixels are floats: results of steps are not rounded to 8 bits.
struct ToFloat {
  friend bool operator==(const ToFloat&, const ToFloat&) = default;
};
using SizeStep = std::variant<Rescale, Pad, PadToRatio, ToFloat>;

/// What an image of this size becomes. Throws Error where that is nothing.
cv::Size SizeAfter(const Rescale& step, cv::Size size);

/// Applies one step; how to undo it is appended to `undo`. The result is a view of `image`, or
/// `*buffer`, which is reused where it has the right size. Throws Error where the image cannot be
/// so transformed.
cv::Mat Apply(const SizeStep& step, const cv::Mat& image, cv::Mat* buffer, std::vector<Undo>* undo);

/// The size that every image has after the steps; {0, 0} where it depends on the image.
cv::Size FixedSize(const std::vector<SizeStep>& steps);

}  // namespace fastdeploy::vision::segmentation
