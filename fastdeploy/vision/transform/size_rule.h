// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <variant>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision::transform {

// Rules for the size to which an image is resized. Rules are value types. Sizes are in pixels and,
// unless stated otherwise, rounded half to even, as by Python's round. A limit of 0 means no limit.

/// Exactly this size; the aspect ratio is not kept.
struct ToSize {
  int width = 0;
  int height = 0;
  friend bool operator==(const ToSize&, const ToSize&) = default;
};
/// The largest size that fits, ratio kept: the image's longer side into the longer one of this
/// size, its shorter side into the shorter one.
struct IntoSize {
  int width = 0;
  int height = 0;
  friend bool operator==(const IntoSize&, const IntoSize&) = default;
};
/// The same with PaddleDetection's arithmetic: the shorter side to the shorter one of this size,
/// unless the longer side, rounded, would then be too long.
struct IntoSizeByShort {
  int width = 0;
  int height = 0;
  friend bool operator==(const IntoSizeByShort&, const IntoSizeByShort&) = default;
};
/// The shorter side to `target`, ratio kept, but the longer one to at most `longest`.
struct ByShort {
  int target = 0;
  double longest = 0;
  friend bool operator==(const ByShort&, const ByShort&) = default;
};
/// The longer side to `target`, ratio kept.
struct ByLong {
  int target = 0;
  friend bool operator==(const ByLong&, const ByLong&) = default;
};
/// The shorter side into [least, most], ratio kept; an image within these limits stays as it is.
struct LimitShort {
  int least = 0;
  int most = 0;
  friend bool operator==(const LimitShort&, const LimitShort&) = default;
};
/// The longer side into [least, most], ratio kept; an image within these limits stays as it is.
struct LimitLong {
  int least = 0;
  int most = 0;
  friend bool operator==(const LimitLong&, const LimitLong&) = default;
};
/// Both sides times `factor`.
struct ByFactor {
  double factor = 1;
  friend bool operator==(const ByFactor&, const ByFactor&) = default;
};
/// Both sides down to a multiple of `divisor`, but to at least `divisor`.
struct DownToMultiple {
  int divisor = 1;
  friend bool operator==(const DownToMultiple&, const DownToMultiple&) = default;
};
/// Shrunk to fit into this size, ratio kept; a smaller image stays as it is.
struct ShrinkInto {
  int width = 0;
  int height = 0;
  friend bool operator==(const ShrinkInto&, const ShrinkInto&) = default;
};
/// Shrunk or enlarged to the largest size that fits into this size, ratio kept, but to at least one
/// pixel a side.
struct FitInto {
  int width = 0;
  int height = 0;
  friend bool operator==(const FitInto&, const FitInto&) = default;
};
/// Ratio kept: the longer side to exactly `long_side`, or else the shorter one to at least
/// `least_short`, or else the longer one to at most `most_long`; then the longer one to at most
/// `most`. After each of the two, sides are truncated to whole pixels. Then both sides to the
/// nearest multiple of `multiple`, but to at least `multiple` (PaddleX, DetResizeForTest).
struct SidesToMultiple {
  int most_long = 0;
  int multiple = 1;
  int least_short = 0;
  int long_side = 0;
  int most = 0;
  friend bool operator==(const SidesToMultiple&, const SidesToMultiple&) = default;
};
/// The height to `height`; the width, ratio kept, up to the next multiple of `multiple`.
struct ToHeightUpToMultiple {
  int height = 0;
  int multiple = 1;
  friend bool operator==(const ToHeightUpToMultiple&, const ToHeightUpToMultiple&) = default;
};
/// To `height`, ratio kept, the width rounded up and at most `widest` (PaddleOCR, resize_norm_img).
struct ToHeight {
  int height = 0;
  int widest = 0;
  friend bool operator==(const ToHeight&, const ToHeight&) = default;
};

/// To `height`; the width, ratio kept, rounded up and then to the nearest multiple of `multiple`,
/// but at least `narrowest` and at most `widest` (PaddleOCR, resize_norm_img_sar).
struct ToHeightByMultiple {
  int height = 0;
  int multiple = 1;
  int narrowest = 0;
  int widest = 0;
  friend bool operator==(const ToHeightByMultiple&, const ToHeightByMultiple&) = default;
};
/// To `height`, and to a width of one, two or three heights, whichever is the first that is not
/// narrower than the ratio requires; wider images to `widest` (PaddleOCR, resize_norm_img_srn).
struct ToWholeHeights {
  int height = 0;
  int widest = 0;
  friend bool operator==(const ToWholeHeights&, const ToWholeHeights&) = default;
};

using SizeRule =
    std::variant<ToSize, IntoSize, IntoSizeByShort, ByShort, ByLong, LimitShort, LimitLong,
                 ByFactor, DownToMultiple, ShrinkInto, FitInto, SidesToMultiple,
                 ToHeightUpToMultiple, ToHeight, ToHeightByMultiple, ToWholeHeights>;

/// What a rule computes for a size. Not checked: the size may be empty or too large.
struct Scaling {
  cv::Size2d size;      ///< in whole pixels
  cv::Point2d exactly;  ///< the factors {x, y} before the size was rounded
};

/// The size and factors for an image of `size`, which must not be empty.
FASTDEPLOY_DECL Scaling ScalingFor(const SizeRule& rule, cv::Size size);

}  // namespace fastdeploy::vision::transform
