// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/window.h"

namespace fastdeploy::onnx {
namespace {

/// The kernel, from the filter [outputs, inputs, ...]; of transposed ones [inputs, outputs, ...].
Window WindowOfFilter(Op& op) {
  Ints dims = op.DimsOf("filter");
  if (dims.size() < 3) op.Refuse("a filter without a window");
  dims.erase(dims.begin(), dims.begin() + 2);
  return WindowOf(op, dims);
}

int64_t Groups(Op& op) { return std::max<int64_t>(op.Int("groups", 1), 1); }

Results Convolution(Op& op) {
  Attributes attributes = WindowOfFilter(op).ToAttributes();
  attributes.emplace_back("group", Groups(op));
  Names inputs = {ChannelsFirst(op, "x"), op.In("filter")};
  if (op.Has("bias")) inputs.push_back(op.In("bias"));
  return {BackToLayout(op, "x", op.Emit("Conv", inputs, attributes))};
}

/// The pads of SAME, which Paddle computes from the size of the input, as for a convolution.
void FixSamePads(Op& op, Window* window) {
  const auto size = op.FixedDims("x", 2);
  if (!size.has_value()) op.Refuse("padding_algorithm SAME, transposed, of an image of any size");
  for (size_t i = 0; i < window->Axes(); ++i) {
    const int64_t stride = window->strides[i];
    const int64_t outputs = ((*size)[i] + stride - 1) / stride;
    const int64_t sum =
        std::max<int64_t>((outputs - 1) * stride + window->kernel[i] - (*size)[i], 0);
    window->pads[i] = sum / 2;
    window->pads[window->Axes() + i] = sum - sum / 2;
  }
  window->same = false;
}

Results TransposedConvolution(Op& op) {
  Window window = WindowOfFilter(op);
  if (window.same && ChannelsLast(op)) op.Refuse("padding_algorithm SAME, transposed, and NHWC");
  if (window.same) FixSamePads(op, &window);
  Ints more = op.IntArray("output_padding");
  if (more.empty()) more.assign(window.Axes(), 0);
  if (more.size() == 1) more.resize(window.Axes(), more[0]);
  // For an output of a given size: as much as the stride allows, then cut.
  const auto known = op.Has("size") ? op.KnownInts("size") : std::optional(Ints());
  const bool sized = !known.has_value() || !known->empty();
  if (sized) {
    for (size_t i = 0; i < window.Axes(); ++i) more[i] = window.strides[i] - 1;
  }
  Attributes attributes = window.ToAttributes();
  attributes.emplace_back("group", Groups(op));
  attributes.emplace_back("output_padding", more);
  Names inputs = {ChannelsFirst(op, "x"), op.In("filter")};
  if (op.Has("bias")) inputs.push_back(op.In("bias"));
  std::string result = op.Emit("ConvTranspose", inputs, attributes);
  if (sized && std::ranges::any_of(more, [](int64_t cells) { return cells != 0; })) {
    Ints axes;
    for (size_t i = 0; i < window.Axes(); ++i) axes.push_back(static_cast<int64_t>(i) + 2);
    result = op.Emit(
        "Slice", {result, op.Vector(Ints(axes.size(), 0)), op.VectorOf("size"), op.Vector(axes)});
  }
  return {BackToLayout(op, "x", result)};
}

Results DeformableConvolution(Op& op) {
  Attributes attributes = WindowOfFilter(op).ToAttributes();
  attributes.emplace_back("group", Groups(op));
  attributes.emplace_back("offset_group", op.Int("deformable_groups", 1));
  Names inputs = {op.In("x"), op.In("filter"), op.In("offset")};
  if (op.Has("mask")) {
    inputs.emplace_back();  // no bias
    inputs.push_back(op.In("mask"));
  }
  return {op.Emit("DeformConv", inputs, attributes)};
}

constexpr const char* kTransposed =
    "x:Input filter:Filter size:OutputSizeTensor,*SizeTensor,@output_size bias:Bias -> Output";

constexpr Rule kRules[] = {
    {"conv2d depthwise_conv2d conv3d", "x:Input filter:Filter bias:Bias -> Output", Convolution},
    {"conv2d_transpose depthwise_conv2d_transpose", kTransposed, TransposedConvolution},
    {"conv2d_transpose_bias|", "x:X filter:X bias:X size:@output_size -> Out",
     TransposedConvolution},
    {"conv3d_transpose", "x:Input filter:Filter bias:Bias -> Output", TransposedConvolution},
    {"deformable_conv|deformable_conv deformable_conv_v1",
     "x:Input offset:Offset filter:Filter mask:Mask -> Output", DeformableConvolution},
};

}  // namespace

std::span<const Rule> ConvolutionRules() { return kRules; }

}  // namespace fastdeploy::onnx
