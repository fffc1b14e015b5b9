// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {

/// The sliding window of a convolution or pooling.
struct Window {
  Ints kernel;
  Ints strides;
  Ints dilations;
  Ints pads;          ///< of all axes at the begin, then at the end
  bool same = false;  ///< padding_algorithm SAME: the pads follow from the size of the image

  [[nodiscard]] size_t Axes() const { return kernel.size(); }
  /// The attributes of ONNX's node.
  [[nodiscard]] Attributes ToAttributes() const;
};

/// Reads the operator's attributes. With SAME, Paddle ignores dilations.
Window WindowOf(Op& op, Ints kernel);

/// Data with channels last are transposed before an operator and back after it.
bool ChannelsLast(const Op& op);
std::string ChannelsFirst(Op& op, std::string_view operand);
std::string BackToLayout(Op& op, std::string_view operand, const std::string& value);

}  // namespace fastdeploy::onnx
