// SPDX-License-Identifier: Apache-2.0
//
// Convolutions.

#include <algorithm>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/spatial.h"

namespace fastdeploy::onnx {
namespace {

Ints KernelOf(const Op& op) {
  Ints dims = op.DimsOf("w");
  if (dims.size() < 3) op.Refuse("a filter of fewer than three dimensions");
  dims.erase(dims.begin(), dims.begin() + 2);
  return dims;
}

/// Programs that oneDNN's passes have written do more in a convolution.
void RefuseFused(const Op& op) {
  if (op.Has("residual") || !op.String("fuse_activation").empty() || op.Bool("fuse_relu") ||
      op.Bool("fuse_brelu") || op.Bool("fuse_residual_connection")) {
    op.Refuse("a convolution with other operators fused into it");
  }
}

/// The attributes of a window that moves so, after those of its padding.
Attributes WindowOf(const Op& op, const Steps& steps, Attributes attributes) {
  attributes.emplace_back("strides", steps.strides);
  attributes.emplace_back("dilations", steps.dilations);
  attributes.emplace_back("group", std::max<int64_t>(op.Int("groups", 1), 1));
  return attributes;
}

Names Operands(Op& op) {
  Names inputs = {ChannelsFirst(op, "x"), op.In("w")};
  if (op.Has("bias")) inputs.push_back(op.In("bias"));
  return inputs;
}

Results Conv(Op& op) {
  RefuseFused(op);
  const Steps steps = StepsOf(op, KernelOf(op).size());
  return {
      ChannelsBack(op, op.Emit("Conv", Operands(op), WindowOf(op, steps, steps.Padding())), "x")};
}

/// The first cells that SAME padding cuts off a transposed convolution, and how many both ends
/// lose. Paddle works the padding out from the size of the input.
struct Margins {
  std::string begins;
  std::string all;
};

Margins SameMargins(Op& op, const std::string& x, const Ints& kernel, const Ints& strides) {
  Names begins;
  Names all;
  for (size_t i = 0; i < kernel.size(); ++i) {
    const std::string size = op.SizeOf(x, static_cast<int64_t>(i) + 2);
    all.push_back(SamePadding(op, size, kernel[i], strides[i]));
    begins.push_back(op.Emit("Div", {all.back(), op.Integer(2)}));
  }
  return {.begins = op.Concat(begins, 0), .all = op.Concat(all, 0)};
}

/// A size that is asked for is up to a stride larger than the smallest: the largest result that
/// ONNX allows is cut.
Results ConvTranspose(Op& op) {
  RefuseFused(op);
  const Ints kernel = KernelOf(op);
  const Steps steps = StepsOf(op, kernel.size());
  const auto known_size = op.Has("size") ? op.KnownInts("size") : Ints();
  const bool to_size = !known_size.has_value() || !known_size->empty();
  Ints grow = op.IntArray("output_padding");
  if (to_size) {
    grow = steps.strides;
    for (int64_t& cells : grow) --cells;
  }
  Attributes attributes = WindowOf(op, steps, steps.same ? Attributes() : steps.Padding());
  if (std::ranges::any_of(grow, [](int64_t cells) { return cells != 0; })) {
    attributes.emplace_back("output_padding", grow);
  }
  const Names inputs = Operands(op);
  std::string y = op.Emit("ConvTranspose", inputs, std::move(attributes));
  if (to_size || steps.same) {
    const Margins margins = steps.same
                                ? SameMargins(op, inputs[0], kernel, steps.strides)
                                : Margins{.begins = op.Vector(Ints(kernel.size(), 0)), .all = ""};
    std::string size;
    if (to_size) size = op.VectorOf("size");
    if (!to_size) size = op.Emit("Sub", {op.ShapeOf(y, 2), margins.all});
    const std::string ends = op.Emit("Add", {margins.begins, size});
    Ints axes;
    for (size_t i = 0; i < kernel.size(); ++i) axes.push_back(static_cast<int64_t>(i) + 2);
    y = op.Emit("Slice", {y, margins.begins, ends, op.Vector(axes)});
  }
  return {ChannelsBack(op, y, "x")};
}

Results DeformableConv(Op& op) {
  const Steps steps = StepsOf(op, KernelOf(op).size());
  Attributes attributes = WindowOf(op, steps, steps.Padding());
  attributes.emplace_back("offset_group", op.Int("deformable_groups", 1));
  Names inputs = {op.In("x"), op.In("w"), op.In("offset")};
  if (op.Has("mask")) {
    inputs.emplace_back();  // no bias
    inputs.push_back(op.In("mask"));
  }
  return {op.Emit("DeformConv", inputs, std::move(attributes))};
}

constexpr Rule kRules[] = {
    {"conv2d depthwise_conv2d conv3d", "x:Input w:Filter bias:Bias residual:ResidualData -> Output",
     Conv},
    {"conv2d_transpose depthwise_conv2d_transpose conv3d_transpose",
     "x:Input w:Filter size:OutputSizeTensor,*SizeTensor,@output_size bias:Bias -> Output",
     ConvTranspose},
    {"conv2d_transpose_bias|", "x:X w:X bias:X size:@output_size -> Out", ConvTranspose},
    {"deformable_conv|deformable_conv deformable_conv_v1",
     "x:Input offset:Offset w:Filter mask:Mask -> Output", DeformableConv},
};

}  // namespace

std::span<const Rule> ConvolutionRules() { return kRules; }

}  // namespace fastdeploy::onnx
