// SPDX-License-Identifier: Apache-2.0
//
// Padding, and operators that move cells between the channels and the plane of an image.

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/window.h"

namespace fastdeploy::onnx {
namespace {

std::string PadMode(Op& op) {
  const std::string mode = op.String("mode", "constant");
  if (mode == "replicate" || mode == "edge") return "edge";
  if (mode == "circular") return "wrap";
  if (mode != "constant" && mode != "reflect") op.Refuse("mode " + mode);
  return mode;
}

/// Pads axes; `places` say where the begin and the end of each axis are in Paddle's paddings.
std::string PadAxes(Op& op, const Ints& axes, const Ints& begins, const Ints& ends) {
  const int64_t rank = op.RankOf("x");
  const std::string paddings = op.VectorOf("paddings");
  Names pads;
  for (const Ints& places : {begins, ends}) {
    for (int64_t axis = 0; axis < rank; ++axis) {
      std::string one = op.Vector({0});
      for (size_t i = 0; i < axes.size(); ++i) {
        if (axes[i] == axis) one = op.Slice(paddings, 0, places[i], places[i] + 1);
      }
      pads.push_back(one);
    }
  }
  const DType dtype = op.TypeOf("x");
  std::string all;
  if (const auto known = op.KnownInts("paddings")) {
    Ints values;
    for (const Ints& places : {begins, ends}) {
      for (int64_t axis = 0; axis < rank; ++axis) {
        int64_t value = 0;
        for (size_t i = 0; i < axes.size(); ++i) {
          if (axes[i] == axis) value = known->at(static_cast<size_t>(places[i]));
        }
        values.push_back(value);
      }
    }
    all = op.Vector(values);
  } else {
    all = op.Concat(pads, 0);
  }
  const std::string value = op.Number(op.Float("pad_value|value", 0), dtype);
  return op.Emit("Pad", {op.In("x"), all, value}, {{"mode", PadMode(op)}});
}

/// Begin and end of each axis, from the first axis on.
Results Pad(Op& op) {
  Ints axes;
  Ints begins;
  Ints ends;
  for (int64_t axis = 0; axis < op.RankOf("x"); ++axis) {
    axes.push_back(axis);
    begins.push_back(2 * axis);
    ends.push_back(2 * axis + 1);
  }
  return {PadAxes(op, axes, begins, ends)};
}

/// top, bottom, left, right
Results Pad2d(Op& op) {
  return {PadAxes(op, ChannelsLast(op) ? Ints{1, 2} : Ints{2, 3}, {0, 2}, {1, 3})};
}

/// left, right, top, bottom, front, back
Results Pad3d(Op& op) {
  return {PadAxes(op, ChannelsLast(op) ? Ints{1, 2, 3} : Ints{2, 3, 4}, {4, 2, 0}, {5, 3, 1})};
}

Results PixelShuffle(Op& op) {
  const std::string result = op.Emit("DepthToSpace", {ChannelsFirst(op, "x")},
                                     {{"blocksize", op.Int("upscale_factor")}, {"mode", "CRD"}});
  return {BackToLayout(op, "x", result)};
}

int64_t Channels(Op& op) {
  const Ints dims = op.DimsOf("x");
  const int64_t channels = ChannelsLast(op) ? dims.back() : dims.at(1);
  if (channels <= 0) op.Refuse("an unknown number of channels");
  return channels;
}

/// Paddle keeps the cells of a channel together, ONNX the channels of a cell.
Results PixelUnshuffle(Op& op) {
  const int64_t block = op.Int("downscale_factor");
  const int64_t channels = Channels(op);
  const std::string x = op.Emit("SpaceToDepth", {ChannelsFirst(op, "x")}, {{"blocksize", block}});
  Ints order;
  for (int64_t channel = 0; channel < channels; ++channel) {
    for (int64_t cell = 0; cell < block * block; ++cell) order.push_back(cell * channels + channel);
  }
  return {BackToLayout(op, "x", op.Emit("Gather", {x, op.Vector(order)}, {{"axis", 1}}))};
}

/// The first channel of every group, then the second of every group, ...
Results ChannelShuffle(Op& op) {
  const int64_t groups = op.Int("groups|group");
  const int64_t channels = Channels(op);
  if (groups <= 0 || channels % groups != 0) op.Refuse("groups of several sizes");
  Ints order;
  for (int64_t i = 0; i < channels / groups; ++i) {
    for (int64_t group = 0; group < groups; ++group) order.push_back(group * channels / groups + i);
  }
  return {op.Emit("Gather", {op.In("x"), op.Vector(order)},
                  {{"axis", ChannelsLast(op) ? op.RankOf("x") - 1 : int64_t{1}}})};
}

/// Puts each value of x at its place in a larger plane of zeros.
Results Unpool(Op& op) {
  const std::string x = op.In("x");
  const std::string size = op.VectorOf("size");
  const std::string outer = op.ShapeOf(x, 0, 2);
  const std::string cells = op.Emit("ReduceProd", {size}, {{"keepdims", 1}});
  const std::string zeros =
      op.Emit("Expand", {op.Number(0, op.TypeOf("x")), op.Concat({outer, cells}, 0)});
  const std::string places = op.Reshape(op.InAs("places", kInt64), {0, 0, -1});
  const std::string filled =
      op.Emit("ScatterElements", {zeros, places, op.Reshape(x, {0, 0, -1})}, {{"axis", 2}});
  return {op.Emit("Reshape", {filled, op.Concat({outer, size}, 0)})};
}

/// The windows of an image as columns: a convolution with one filter for each cell of a window.
Results Unfold(Op& op) {
  const Ints kernel = op.IntArray("kernel_sizes");
  const int64_t channels = Channels(op);
  const int64_t cells = kernel.at(0) * kernel.at(1);
  std::vector<double> weights;
  for (int64_t i = 0; i < channels * cells; ++i) {
    for (int64_t cell = 0; cell < cells; ++cell) weights.push_back(i % cells == cell ? 1 : 0);
  }
  const Ints paddings = op.IntArray("paddings");  // top, left, bottom, right
  const Ints pads = paddings.size() == 4
                        ? paddings
                        : Ints{paddings.at(0), paddings.at(1), paddings.at(0), paddings.at(1)};
  const std::string filters =
      op.Constant(Array::Floats(weights, {channels * cells, 1, kernel[0], kernel[1]}));
  const std::string columns = op.Emit("Conv", {op.In("x"), filters},
                                      {{"group", channels},
                                       {"kernel_shape", kernel},
                                       {"strides", op.IntArray("strides")},
                                       {"dilations", op.IntArray("dilations")},
                                       {"pads", pads}});
  return {op.Reshape(columns, {0, 0, -1})};
}

constexpr Rule kRules[] = {
    {"pad", "x:X paddings:@paddings -> Out", Pad},
    {"pad2d", "x:X paddings:Paddings,@paddings -> Out", Pad2d},
    {"pad3d", "x:X paddings:Paddings,@paddings -> Out", Pad3d},
    {"pixel_shuffle", "x:X -> Out", PixelShuffle},
    {"pixel_unshuffle", "x:X -> Out", PixelUnshuffle},
    {"channel_shuffle shuffle_channel", "x:X -> Out", ChannelShuffle},
    {"unpool", "x:X places:Indices size:@output_size -> Out", Unpool},
    {"unfold", "x:X -> Y", Unfold},
};

}  // namespace

std::span<const Rule> LayoutRules() { return kRules; }

}  // namespace fastdeploy::onnx
