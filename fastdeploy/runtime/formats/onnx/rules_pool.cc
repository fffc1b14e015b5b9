// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/window.h"

namespace fastdeploy::onnx {
namespace {

std::string Whole(Op& op, int64_t value) { return op.Constant(Array::Ints({value}).Reshaped({})); }

std::string Places(Op& op, int64_t count, int64_t first = 0) {
  Ints values;
  for (int64_t i = 0; i < count; ++i) values.push_back(first + i);
  return op.Vector(values);
}

// --- Adaptive: cell i of q covers [floor(i n / q), ceil((i + 1) n / q)) of n ---

/// The means along an axis, as a product with an [n, q] matrix of shares. The matrix is computed in
/// the model, for any n.
std::string AdaptiveMean(Op& op, const std::string& x, int64_t axis, int64_t rank, int64_t cells) {
  const std::string size = op.ScalarSizeOf(x, axis);
  const std::string q = Whole(op, cells);
  const std::string first = op.Emit("Div", {op.Emit("Mul", {Places(op, cells), size}), q});
  const std::string beyond =
      op.Emit("Add", {op.Emit("Mul", {Places(op, cells, 1), size}), Whole(op, cells - 1)});
  const std::string end = op.Emit("Div", {beyond, q});
  const std::string place = op.Unsqueeze(op.Range(size), {1});
  const std::string inside =
      op.Emit("And", {op.Emit("GreaterOrEqual", {place, first}), op.Emit("Less", {place, end})});
  const std::string count = op.Cast(op.Emit("Sub", {end, first}), kFloat32);
  const std::string shares = op.Emit("Div", {op.Cast(inside, kFloat32), count});
  if (axis == rank - 1) return op.Emit("MatMul", {x, shares});
  if (axis == rank - 2) return op.Emit("MatMul", {op.Transpose(shares, {1, 0}), x});
  Ints order;  // the axis last, and back
  for (int64_t i = 0; i < rank; ++i) order.push_back(i);
  std::swap(order[static_cast<size_t>(axis)], order.back());
  return op.Transpose(op.Emit("MatMul", {op.Transpose(x, order), shares}), order);
}

/// The maxima of slices along an axis.
std::string AdaptiveMax(Op& op, const std::string& x, int64_t axis, int64_t cells) {
  const std::string size = op.SizeOf(x, axis);
  const std::string q = op.Vector({cells});
  Names maxima;
  for (int64_t i = 0; i < cells; ++i) {
    const std::string first = op.Emit("Div", {op.Emit("Mul", {size, op.Vector({i})}), q});
    const std::string beyond =
        op.Emit("Add", {op.Emit("Mul", {size, op.Vector({i + 1})}), op.Vector({cells - 1})});
    const std::string end = op.Emit("Div", {beyond, q});
    const std::string slice = op.Emit("Slice", {x, first, end, op.Vector({axis})});
    maxima.push_back(op.Emit("ReduceMax", {slice, op.Vector({axis})}, {{"keepdims", 1}}));
  }
  return op.Concat(maxima, axis);
}

std::string AdaptivePool(Op& op, std::string x, const Ints& cells, bool mean) {
  const auto rank = static_cast<int64_t>(cells.size()) + 2;
  if (std::ranges::all_of(cells, [](int64_t count) { return count == 1; })) {
    return op.Emit(mean ? "GlobalAveragePool" : "GlobalMaxPool", {x});
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    const int64_t axis = static_cast<int64_t>(i) + 2;
    if (cells[i] <= 0) continue;  // as many as before
    if (cells[i] == 1) {
      x = op.Emit(mean ? "ReduceMean" : "ReduceMax", {x, op.Vector({axis})}, {{"keepdims", 1}});
    } else {
      x = mean ? AdaptiveMean(op, x, axis, rank, cells[i]) : AdaptiveMax(op, x, axis, cells[i]);
    }
  }
  return x;
}

// --- Windows ---

/// The mean over windows that may reach beyond the image by rounding up. Zeros of the padding
/// count, cells beyond it do not; ONNX has no such mean.
std::string InclusiveCeilMean(Op& op, const std::string& x, const Window& window) {
  const size_t axes = window.Axes();
  Ints pads(2 * (axes + 2), 0);
  for (size_t i = 0; i < axes; ++i) {
    pads[2 + i] = window.pads[i];
    pads[4 + axes + i] = window.pads[axes + i] + window.strides[i] - 1;
  }
  const std::string padded = op.Emit("Pad", {x, op.Vector(pads)});
  std::string mean = op.Emit("AveragePool", {padded},
                             {{"kernel_shape", window.kernel}, {"strides", window.strides}});
  for (size_t i = 0; i < axes; ++i) {
    if (window.strides[i] == 1) continue;  // nothing is rounded
    // A window that starts at b covers min(b + k, n + pads) - b cells in place of k.
    const int64_t axis = static_cast<int64_t>(i) + 2;
    const std::string count = op.ScalarSizeOf(mean, axis);
    const std::string first = op.Emit("Mul", {op.Range(count), Whole(op, window.strides[i])});
    const std::string size = op.Emit(
        "Add", {op.ScalarSizeOf(x, axis), Whole(op, window.pads[i] + window.pads[axes + i])});
    const std::string end =
        op.Emit("Min", {op.Emit("Add", {first, Whole(op, window.kernel[i])}), size});
    const std::string cells = op.Cast(op.Emit("Sub", {end, first}), kFloat32);
    std::string factor =
        op.Emit("Div", {op.Number(static_cast<double>(window.kernel[i]), kFloat32), cells});
    Ints after;
    for (size_t j = i + 1; j < axes; ++j) after.push_back(static_cast<int64_t>(after.size()) + 1);
    if (!after.empty()) factor = op.Unsqueeze(factor, after);
    mean = op.Emit("Mul", {mean, factor});
  }
  return mean;
}

std::string WindowPool(Op& op, const std::string& x, const Window& window, bool mean) {
  bool ceil = op.Bool("ceil_mode");
  if (window.same && ceil) {  // the pads make the windows fit: nothing is left to round
    for (size_t i = 0; i < window.Axes(); ++i) {
      if (window.kernel[i] < window.strides[i]) op.Refuse("padding_algorithm SAME with ceil_mode");
    }
    ceil = false;
  }
  const bool inclusive = !op.Bool("exclusive", true);
  if (mean && ceil && inclusive) return InclusiveCeilMean(op, x, window);
  Attributes attributes = window.ToAttributes();
  attributes.emplace_back("ceil_mode", ceil);
  if (mean) attributes.emplace_back("count_include_pad", inclusive);
  return op.Emit(mean ? "AveragePool" : "MaxPool", {x}, attributes);
}

Results Pool(Op& op) {
  const std::string type = op.String("pooling_type", "max");
  if (type != "avg" && type != "max") op.Refuse("pooling_type " + type);
  const bool mean = type == "avg";
  const std::string x = ChannelsFirst(op, "x");
  const Ints kernel = op.IntsOf("kernel");
  std::string result;
  if (op.Bool("global_pooling")) {
    result = op.Emit(mean ? "GlobalAveragePool" : "GlobalMaxPool", {x});
  } else if (op.Bool("adaptive")) {
    result = AdaptivePool(op, x, kernel, mean);
  } else {
    result = WindowPool(op, x, WindowOf(op, kernel), mean);
  }
  return {BackToLayout(op, "x", result)};
}

/// The maxima and their places in the image. ONNX counts them through the whole tensor.
Results MaxPoolWithIndex(Op& op) {
  const Ints kernel = op.IntArray("kernel_size|ksize");
  const std::string x = op.In("x");
  const bool adaptive = op.Bool("adaptive") || op.Bool("global_pooling");
  if (adaptive) {
    const Ints cells = op.Bool("global_pooling") ? Ints(kernel.size(), 1) : kernel;
    return {AdaptivePool(op, x, cells, false)};
  }
  Attributes attributes = WindowOf(op, kernel).ToAttributes();
  attributes.emplace_back("ceil_mode", op.Bool("ceil_mode"));
  const Names both = op.EmitMany("MaxPool", {x}, 2, attributes);
  const std::string image = op.Emit("ReduceProd", {op.ShapeOf(x, 2)}, {{"keepdims", 1}});
  return {both[0], op.Cast(op.Emit("Mod", {both[1], image}), kInt32)};
}

Results LpPool(Op& op) {
  const auto order = static_cast<int64_t>(op.Float("norm_type"));
  if (op.Bool("adaptive") || op.Bool("global_pooling")) op.Refuse("adaptive or global pooling");
  if (static_cast<double>(order) != op.Float("norm_type")) op.Refuse("a fraction as norm_type");
  Attributes attributes = WindowOf(op, op.IntsOf("kernel")).ToAttributes();
  attributes.emplace_back("p", order);
  attributes.emplace_back("ceil_mode", op.Bool("ceil_mode"));
  return {BackToLayout(op, "x", op.Emit("LpPool", {ChannelsFirst(op, "x")}, attributes))};
}

constexpr const char* kPool = "x:X kernel:@kernel_size,@ksize -> Out";

constexpr Rule kRules[] = {
    {"pool2d pool3d", kPool, Pool},
    {"lp_pool2d", kPool, LpPool},
    {"max_pool2d_with_index max_pool3d_with_index", "x:X -> Out Mask", MaxPoolWithIndex},
};

}  // namespace

std::span<const Rule> PoolRules() { return kRules; }

}  // namespace fastdeploy::onnx
