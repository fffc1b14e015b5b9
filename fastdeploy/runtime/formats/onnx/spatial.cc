// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/spatial.h"

#include <fmt/format.h>

#include <algorithm>

namespace fastdeploy::onnx {

size_t ImageAxes(const Op& op) {
  const int64_t rank = op.RankOf("x");
  if (rank < 3 || rank > 5) op.Refuse(fmt::format("an image of {} dimensions", rank));
  return static_cast<size_t>(rank) - 2;
}

void RequirePositive(const Op& op, const Ints& numbers, std::string_view what) {
  const bool all = std::ranges::all_of(numbers, [](int64_t number) { return number > 0; });
  if (!all) op.Refuse(fmt::format("{} that are not positive", what));
}

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
  RequirePositive(op, steps.strides, "strides");
  RequirePositive(op, steps.dilations, "dilations");
  for (size_t i = 0; i < axes; ++i) {
    steps.begins.push_back(paddings[both_sides ? 2 * i : i]);
    steps.ends.push_back(paddings[both_sides ? 2 * i + 1 : i]);
  }
  return steps;
}

std::string SamePadding(Op& op, const std::string& size, int64_t kernel, int64_t stride) {
  // max((ceil(size / stride) - 1) * stride + kernel - size, 0)
  const std::string before = op.Emit("Sub", {size, op.Integer(1)});
  const std::string rest = op.Emit("Mod", {before, op.Integer(stride)});
  const std::string limit = op.Integer(kernel - 1);
  return op.Emit("Max", {op.Emit("Sub", {limit, rest}), op.Integer(0)});
}

}  // namespace fastdeploy::onnx
