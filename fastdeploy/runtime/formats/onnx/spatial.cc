// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/spatial.h"

#include <fmt/format.h>

namespace fastdeploy::onnx {

bool ChannelsLast(const Op& op) {
  const std::string format = op.String("data_format|data_layout", "NCHW");
  return format.size() > 2 && format.ends_with('C');
}

std::string ChannelsFirst(Op& op, std::string_view operand) {
  const int64_t rank = op.RankOf(operand);
  if (!ChannelsLast(op) || rank < 3) return op.In(operand);
  Ints order = {0, rank - 1};
  for (int64_t i = 1; i < rank - 1; ++i) order.push_back(i);
  return op.Transpose(op.In(operand), order);
}

std::string ChannelsBack(Op& op, const std::string& value, std::string_view operand) {
  const int64_t rank = op.RankOf(operand);
  if (!ChannelsLast(op) || rank < 3) return value;
  Ints order = {0};
  for (int64_t i = 2; i < rank; ++i) order.push_back(i);
  order.push_back(1);
  return op.Transpose(value, order);
}

Attributes Steps::Padding() const {
  if (same) return {{"auto_pad", "SAME_UPPER"}};
  Ints pads = begins;
  pads.insert(pads.end(), ends.begin(), ends.end());
  return {{"pads", pads}};
}

Steps StepsOf(const Op& op, size_t axes) {
  Steps steps = {.strides = op.IntArray("strides"), .dilations = op.IntArray("dilations")};
  if (steps.strides.empty()) steps.strides.assign(axes, 1);
  if (steps.dilations.empty()) steps.dilations.assign(axes, 1);
  const std::string algorithm = op.String("padding_algorithm", "EXPLICIT");
  Ints paddings = op.IntArray("paddings|padding");
  if (algorithm == "VALID" || paddings.empty()) paddings.assign(axes, 0);
  if (algorithm == "SAME") {
    steps.same = true;
    steps.dilations.assign(axes, 1);  // Paddle forgets them
    paddings.assign(axes, 0);
  } else if (algorithm != "EXPLICIT" && algorithm != "VALID") {
    op.Refuse(fmt::format("padding_algorithm {}", algorithm));
  }
  const bool both_sides = paddings.size() == 2 * axes;
  if ((paddings.size() != axes && !both_sides) || steps.strides.size() != axes ||
      steps.dilations.size() != axes) {
    op.Refuse(fmt::format("strides, dilations or paddings that are not of {} axes", axes));
  }
  for (size_t i = 0; i < axes; ++i) {
    steps.begins.push_back(paddings[both_sides ? 2 * i : i]);
    steps.ends.push_back(paddings[both_sides ? 2 * i + 1 : i]);
  }
  return steps;
}

std::string SamePadding(Op& op, const std::string& size, int64_t kernel, int64_t stride) {
  // max((ceil(size / stride) - 1) * stride + kernel - size, 0)
  const std::string before = op.Emit("Sub", {size, op.Number(1, kInt64)});
  const std::string rest = op.Emit("Mod", {before, op.Number(static_cast<double>(stride), kInt64)});
  const std::string limit = op.Number(static_cast<double>(kernel - 1), kInt64);
  return op.Emit("Max", {op.Emit("Sub", {limit, rest}), op.Number(0, kInt64)});
}

}  // namespace fastdeploy::onnx
