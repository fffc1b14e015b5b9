// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/window.h"

namespace fastdeploy::onnx {

Attributes Window::ToAttributes() const {
  Attributes attributes = {{"kernel_shape", kernel}, {"strides", strides}};
  if (!dilations.empty()) attributes.emplace_back("dilations", dilations);
  if (same) {
    attributes.emplace_back("auto_pad", "SAME_UPPER");
  } else {
    attributes.emplace_back("pads", pads);
  }
  return attributes;
}

Window WindowOf(Op& op, Ints kernel) {
  Window window = {.kernel = std::move(kernel),
                   .strides = op.IntArray("strides"),
                   .dilations = op.IntArray("dilations"),
                   .pads = {}};
  const size_t axes = window.Axes();
  if (window.strides.size() == 1) window.strides.resize(axes, window.strides[0]);
  if (window.strides.size() != axes) op.Refuse("strides of another number of axes");
  const std::string algorithm = op.String("padding_algorithm", "EXPLICIT");
  window.pads.assign(2 * axes, 0);
  if (algorithm == "SAME") {
    window.same = true;
    if (!window.dilations.empty()) window.dilations.assign(axes, 1);
    return window;
  }
  if (algorithm == "VALID") return window;
  const Ints paddings = op.IntArray("paddings");
  if (paddings.size() == axes || paddings.size() == 1) {
    for (size_t i = 0; i < axes; ++i) {
      window.pads[i] = window.pads[axes + i] = paddings[paddings.size() == 1 ? 0 : i];
    }
  } else if (paddings.size() == 2 * axes) {  // begin and end of one axis after the other
    for (size_t i = 0; i < axes; ++i) {
      window.pads[i] = paddings[2 * i];
      window.pads[axes + i] = paddings[2 * i + 1];
    }
  } else {
    op.Refuse("paddings of another number of axes");
  }
  return window;
}

bool ChannelsLast(const Op& op) {
  const std::string layout = op.String("data_format|data_layout", "NCHW");
  return layout == "NHWC" || layout == "NDHWC" || layout == "NLC";
}

std::string ChannelsFirst(Op& op, std::string_view operand) {
  if (!ChannelsLast(op)) return op.In(operand);
  const int64_t rank = op.RankOf(operand);
  Ints order = {0, rank - 1};
  for (int64_t i = 1; i < rank - 1; ++i) order.push_back(i);
  return op.Transpose(op.In(operand), order);
}

std::string BackToLayout(Op& op, std::string_view operand, const std::string& value) {
  if (!ChannelsLast(op)) return value;
  Ints order = {0};
  for (int64_t i = 2; i < op.RankOf(operand); ++i) order.push_back(i);
  order.push_back(1);
  return op.Transpose(value, order);
}

}  // namespace fastdeploy::onnx
