// SPDX-License-Identifier: Apache-2.0
//
// Pixels in other places: padding, shuffles, windows as columns.

#include <algorithm>
#include <numeric>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/spatial.h"

namespace fastdeploy::onnx {
namespace {

// --- Padding ---

/// The image continued by its other end.
std::string PadCircular(Op& op, std::string x, const Ints& begins, const Ints& ends) {
  for (size_t i = 0; i < begins.size(); ++i) {
    const auto axis = static_cast<int64_t>(i);
    if (begins[i] < 0 || ends[i] < 0) op.Refuse("negative circular padding");
    Names parts;
    if (begins[i] > 0) parts.push_back(op.Slice(x, axis, -begins[i], INT64_MAX));
    parts.push_back(x);
    if (ends[i] > 0) parts.push_back(op.Slice(x, axis, 0, ends[i]));
    x = op.Concat(parts, axis);
  }
  return x;
}

/// Paddings in pairs for the axes named.
Results PadAxes(Op& op, const Ints& axes, const std::string& value) {
  const std::string mode = op.String("mode", "constant");
  const bool reflects = mode == "reflect";
  const bool repeats = mode == "replicate" || mode == "edge";
  const auto rank = static_cast<size_t>(op.RankOf("x"));
  // Of the paddings and a zero behind them, those of each axis: first all before, then all after.
  const auto zero = static_cast<int64_t>(2 * axes.size());
  Ints order(2 * rank, zero);
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto axis = static_cast<size_t>(axes[i]);
    order[axis] = static_cast<int64_t>(2 * i);
    order[rank + axis] = static_cast<int64_t>(2 * i + 1);
  }
  std::string pads;
  if (auto known = op.KnownInts("paddings")) {
    if (known->size() != 2 * axes.size()) op.Refuse("paddings of other axes");
    known->push_back(0);
    for (int64_t& place : order) place = known->at(static_cast<size_t>(place));
    const auto middle = order.begin() + static_cast<int64_t>(rank);
    if (mode == "circular") {
      return {PadCircular(op, op.In("x"), {order.begin(), middle}, {middle, order.end()})};
    }
    pads = op.Vector(order);
  } else {
    const std::string all = op.Concat({op.VectorOf("paddings"), op.Vector({0})}, 0);
    pads = op.Emit("Gather", {all, op.Vector(order)});
  }
  if (mode != "constant" && !reflects && !repeats) op.Refuse("mode " + mode);
  Names inputs = {op.In("x"), pads};
  if (mode == "constant") inputs.push_back(value);
  return {op.Emit("Pad", inputs, {{"mode", reflects ? "reflect" : repeats ? "edge" : "constant"}})};
}

Results Pad(Op& op) {
  Ints axes(static_cast<size_t>(op.RankOf("x")));
  std::iota(axes.begin(), axes.end(), 0);
  return PadAxes(
      op, axes,
      op.Has("value") ? op.NumberOf("value", op.TypeOf("x")) : op.Number(0, op.TypeOf("x")));
}

/// Top, bottom, left, right.
Results Pad2d(Op& op) {
  const Ints axes = ChannelsLast(op) ? Ints{1, 2} : Ints{2, 3};
  return PadAxes(op, axes, op.Number(op.Float("pad_value", 0), op.TypeOf("x")));
}

/// Left, right, top, bottom, front, back.
Results Pad3d(Op& op) {
  const Ints axes = ChannelsLast(op) ? Ints{3, 2, 1} : Ints{4, 3, 2};
  return PadAxes(op, axes, op.Number(op.Float("pad_value|value", 0), op.TypeOf("x")));
}

// --- Shuffles ---

Results PixelShuffle(Op& op) {
  const std::string y = op.Emit("DepthToSpace", {ChannelsFirst(op, "x")},
                                {{"blocksize", op.Int("upscale_factor")}, {"mode", "CRD"}});
  return {ChannelsBack(op, y, "x")};
}

int64_t ChannelsOf(const Op& op) {
  const Ints dims = op.DimsOf("x");
  const int64_t channels = dims.at(ChannelsLast(op) ? dims.size() - 1 : 1);
  if (channels < 0) op.Refuse("an open number of channels");
  return channels;
}

/// Channel i * inner + j becomes j * outer + i.
std::string SwapChannelAxes(Op& op, const std::string& x, int64_t outer, int64_t inner) {
  Ints order;
  for (int64_t j = 0; j < inner; ++j) {
    for (int64_t i = 0; i < outer; ++i) order.push_back(i * inner + j);
  }
  return op.Emit("Gather", {x, op.Vector(order)}, {{"axis", 1}});
}

/// ONNX has the cell within a block before the channel, Paddle after it.
Results PixelUnshuffle(Op& op) {
  const int64_t block = op.Int("downscale_factor");
  const std::string y = op.Emit("SpaceToDepth", {ChannelsFirst(op, "x")}, {{"blocksize", block}});
  return {ChannelsBack(op, SwapChannelAxes(op, y, block * block, ChannelsOf(op)), "x")};
}

Results ChannelShuffle(Op& op) {
  const int64_t groups = op.Int("groups|group");
  RequirePositive(op, {groups}, "groups");
  const std::string y =
      SwapChannelAxes(op, ChannelsFirst(op, "x"), groups, ChannelsOf(op) / groups);
  return {ChannelsBack(op, y, "x")};
}

/// Some channels come from the frame before, as many from the frame after.
Results TemporalShift(Op& op) {
  const int64_t frames = op.Int("seg_num");
  const double ratio = op.Float("shift_ratio", 0.25);
  const std::string x = ChannelsFirst(op, "x");
  // Paddle computes in float32.
  const auto share = static_cast<float>(ChannelsOf(op)) * static_cast<float>(ratio);
  const auto before = static_cast<int64_t>(share);
  const auto after =
      static_cast<int64_t>(static_cast<float>(ChannelsOf(op)) * 2 * static_cast<float>(ratio));
  const std::string shape = op.ShapeOf(x);
  const std::string clips =
      op.Emit("Reshape", {x, op.Concat({op.Vector({-1, frames}), op.ShapeOf(x, 1)}, 0)});
  const auto moved = [&](int64_t begin, int64_t end, int64_t front) {
    const std::string part = op.Slice(clips, 2, begin, end);
    return op.Emit("Pad", {part, op.Vector({0, front, 0, 0, 0, 0, -front, 0, 0, 0})});
  };
  const std::string all = op.Concat(
      {moved(0, before, 1), moved(before, after, -1), op.Slice(clips, 2, after, INT64_MAX)}, 2);
  return {ChannelsBack(op, op.Emit("Reshape", {all, shape}), "x")};
}

// --- Windows as columns ---

/// The steps of windows; paddings are those before all axes, then those after.
struct Columns {
  Ints kernel;
  Steps steps;
};

Columns ColumnsOf(const Op& op) {
  Columns columns = {.kernel = op.IntArray("kernel_sizes"),
                     .steps = {.strides = op.IntArray("strides"),
                               .dilations = op.IntArray("dilations"),
                               .begins = op.IntArray("paddings"),
                               .ends = {}}};
  Steps& steps = columns.steps;
  if (steps.begins.size() != 4 || columns.kernel.size() != 2 || steps.strides.size() != 2 ||
      steps.dilations.size() != 2) {
    op.Refuse("windows of other than two axes");
  }
  RequirePositive(op, columns.kernel, "kernel_sizes");
  RequirePositive(op, steps.strides, "strides");
  RequirePositive(op, steps.dilations, "dilations");
  steps.ends.assign(steps.begins.begin() + 2, steps.begins.end());
  steps.begins.resize(2);
  return columns;
}

/// Replaces an axis by two: the cell in a window, and the window.
std::string Windows(Op& op, const std::string& x, const Columns& columns, size_t i, int64_t axis) {
  const int64_t kernel = columns.kernel[i];
  const int64_t dilation = columns.steps.dilations[i];
  const std::string stride = op.Integer(columns.steps.strides[i]);
  const std::string room =
      op.Emit("Sub", {op.ScalarSizeOf(x, axis), op.Integer(dilation * (kernel - 1) + 1)});
  const std::string count = op.Emit("Add", {op.Emit("Div", {room, stride}), op.Integer(1)});
  Ints cells;
  for (int64_t cell = 0; cell < kernel; ++cell) cells.push_back(cell * dilation);
  const std::string begins = op.Emit("Mul", {op.Range(count), stride});
  const std::string places = op.Emit("Add", {op.Unsqueeze(op.Vector(cells), {1}), begins});
  return op.Emit("Gather", {x, places}, {{"axis", axis}});
}

/// Each window of an image as a column: [batch, channels * cells of a window, windows].
Results Unfold(Op& op) {
  const Columns columns = ColumnsOf(op);
  const Steps& steps = columns.steps;
  const std::string padded =
      op.Emit("Pad", {op.In("x"), op.Vector({0, 0, steps.begins[0], steps.begins[1], 0, 0,
                                             steps.ends[0], steps.ends[1]})});
  const std::string windows = Windows(op, Windows(op, padded, columns, 0, 2), columns, 1, 4);
  const std::string ordered = op.Transpose(windows, {0, 1, 2, 4, 3, 5});
  const int64_t rows = ChannelsOf(op) * columns.kernel[0] * columns.kernel[1];
  return {op.Reshape(ordered, {0, rows, -1})};
}

/// The reverse, where windows that overlap are added: a transposed convolution with weights of 1.
Results Fold(Op& op) {
  const Columns columns = ColumnsOf(op);
  const Steps& steps = columns.steps;
  const Ints sizes = op.IntArray("output_sizes");
  const int64_t cells = columns.kernel[0] * columns.kernel[1];
  const int64_t rows = ChannelsOf(op);
  if (sizes.size() != 2 || rows % cells != 0) op.Refuse("windows of other than two axes");
  Ints shape = {0, rows};
  Ints rest;  // cells after the last window
  for (size_t i = 0; i < 2; ++i) {
    const int64_t room = sizes[i] + steps.begins[i] + steps.ends[i] -
                         (steps.dilations[i] * (columns.kernel[i] - 1) + 1);
    if (room < 0) op.Refuse("windows larger than the image");
    shape.push_back(room / steps.strides[i] + 1);
    rest.push_back(room % steps.strides[i]);
  }
  const DType dtype = op.TypeOf("x");
  Array weights = Array::Full(0, dtype, {rows, 1, columns.kernel[0], columns.kernel[1]});
  for (int64_t row = 0; row < rows; ++row) {
    weights.floats[static_cast<size_t>(row * cells + row % cells)] = 1;
  }
  Attributes attributes = steps.Padding();
  attributes.emplace_back("strides", steps.strides);
  attributes.emplace_back("dilations", steps.dilations);
  attributes.emplace_back("group", rows / cells);
  attributes.emplace_back("output_padding", rest);
  return {op.Emit("ConvTranspose", {op.Reshape(op.In("x"), shape), op.Constant(weights)},
                  std::move(attributes))};
}

constexpr Rule kRules[] = {
    {"pad", "x:X value:@pad_value paddings:@paddings -> Out", Pad},
    {"|pad2d", "x:X paddings:Paddings,@paddings -> Out", Pad2d},
    {"pad3d", "x:X paddings:Paddings,@paddings -> Out", Pad3d},
    {"pixel_shuffle", "x:X -> Out", PixelShuffle},
    {"pixel_unshuffle", "x:X -> Out", PixelUnshuffle},
    {"channel_shuffle shuffle_channel", "x:X -> Out", ChannelShuffle},
    {"temporal_shift", "x:X -> Out", TemporalShift},
    {"unfold", "x:X -> Y", Unfold},
    {"fold", "x:X -> Y", Fold},
};

}  // namespace

std::span<const Rule> PixelRules() { return kRules; }

}  // namespace fastdeploy::onnx
