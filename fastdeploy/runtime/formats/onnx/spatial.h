// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {

// What operators on images share: the order of their axes, and how windows move over them.

/// How many axes the operand `x` has besides batch and channels. Refuses what is no image.
size_t ImageAxes(const Op& op);

/// Refuses numbers that are not positive, as sizes and steps have to be.
void RequirePositive(const Op& op, const Ints& numbers, std::string_view what);

/// Whether the channels come after the other axes (NHWC).
bool ChannelsLast(const Op& op);

/// An operand as ONNX has images: channels before the other axes.
std::string ChannelsFirst(Op& op, std::string_view operand);

/// The reverse: a result with the channels where the program has them.
std::string ChannelsBack(Op& op, const std::string& value, std::string_view operand);

/// How a window moves over the axes of an image.
struct Steps {
  Ints strides;
  Ints dilations;
  Ints begins;  ///< padding before each axis
  Ints ends;    ///< padding after each axis
  /// Padding that makes the result as large as the image divided by the stride: it depends on the
  /// size of the image, and `begins` and `ends` do not hold.
  bool same = false;

  /// As attributes of Conv and pooling operators.
  [[nodiscard]] Attributes Padding() const;
};

/// From the attributes strides, dilations, paddings and padding_algorithm.
Steps StepsOf(const Op& op, size_t axes);

/// The padding of `same` on both sides together, in an image of size `size` (int64, without
/// dimensions): the same type.
std::string SamePadding(Op& op, const std::string& size, int64_t kernel, int64_t stride);

}  // namespace fastdeploy::onnx
