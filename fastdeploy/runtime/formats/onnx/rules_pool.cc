// SPDX-License-Identifier: Apache-2.0
//
// Pooling. Names in here: a bin is one of the cells that adaptive pooling makes of an axis.

#include <algorithm>
#include <cmath>
#include <limits>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/spatial.h"

namespace fastdeploy::onnx {
namespace {

bool IsOne(int64_t size) { return size == 1; }

/// Where the bins of an axis begin and end: int64 [bins]. Bins overlap where sizes do not divide.
struct Bins {
  std::string begins;
  std::string ends;
};

Bins BinsOf(Op& op, const std::string& x, int64_t axis, int64_t bins) {
  Ints numbers;
  for (int64_t i = 0; i <= bins; ++i) numbers.push_back(i);
  const std::string size = op.SizeOf(x, axis);
  const std::string count = op.Vector({bins});
  const std::string first = op.Vector({numbers.begin(), numbers.end() - 1});
  const std::string next = op.Vector({numbers.begin() + 1, numbers.end()});
  const std::string up = op.Emit("Add", {op.Emit("Mul", {next, size}), op.Vector({bins - 1})});
  return {.begins = op.Emit("Div", {op.Emit("Mul", {first, size}), count}),
          .ends = op.Emit("Div", {up, count})};
}

/// The means of the bins of an axis: a product with a matrix [size, bins].
std::string BinMeans(Op& op, const std::string& x, int64_t axis, int64_t count, int64_t rank) {
  const DType dtype = op.TypeOf("x");
  const Bins bins = BinsOf(op, x, axis, count);
  const std::string place = op.Unsqueeze(op.Range(op.ScalarSizeOf(x, axis)), {1});
  const std::string inside = op.Emit("And", {op.Emit("GreaterOrEqual", {place, bins.begins}),
                                             op.Emit("Less", {place, bins.ends})});
  const std::string cells = op.Emit("Sub", {bins.ends, bins.begins});
  const std::string matrix = op.Emit("Div", {op.Cast(inside, dtype), op.Cast(cells, dtype)});
  if (axis == rank - 1) return op.Emit("MatMul", {x, matrix});
  if (axis == rank - 2) return op.Emit("MatMul", {op.Transpose(matrix, {1, 0}), x});
  Ints order;
  for (int64_t i = 0; i < rank; ++i) order.push_back(i);
  std::swap(order[static_cast<size_t>(axis)], order.back());
  return op.Transpose(op.Emit("MatMul", {op.Transpose(x, order), matrix}), order);
}

/// The places of the cells of each bin, [bins, cells of the largest]: the last one is repeated.
std::string BinPlaces(Op& op, const std::string& x, int64_t axis, int64_t count) {
  const Bins bins = BinsOf(op, x, axis, count);
  const std::string cells = op.Emit("Sub", {bins.ends, bins.begins});
  const std::string most = op.Emit("ReduceMax", {cells}, {{"keepdims", 0}});
  const std::string places = op.Emit("Add", {op.Unsqueeze(bins.begins, {1}), op.Range(most)});
  const std::string last = op.Emit("Sub", {op.Unsqueeze(bins.ends, {1}), op.Integer(1)});
  return op.Emit("Min", {places, last});
}

Results AdaptivePool(Op& op, const Ints& bins, bool average) {
  std::string x = ChannelsFirst(op, "x");
  if (std::ranges::all_of(bins, IsOne)) {
    const std::string y = op.Emit(average ? "GlobalAveragePool" : "GlobalMaxPool", {x});
    return {ChannelsBack(op, y, "x")};
  }
  for (size_t i = 0; i < bins.size(); ++i) {
    const auto axis = static_cast<int64_t>(i) + 2;
    const std::string axes = op.Vector({axis});
    if (IsOne(bins[i])) {
      x = op.Emit(average ? "ReduceMean" : "ReduceMax", {x, axes});
    } else if (average) {
      x = BinMeans(op, x, axis, bins[i], op.RankOf("x"));
    } else {
      const std::string places = BinPlaces(op, x, axis, bins[i]);
      const std::string cells = op.Emit("Gather", {x, places}, {{"axis", axis}});
      x = op.Emit("ReduceMax", {cells, op.Vector({axis + 1})}, {{"keepdims", 0}});
    }
  }
  return {ChannelsBack(op, x, "x")};
}

struct Window {
  Steps steps;
  Ints kernel;
  bool ceil;

  [[nodiscard]] Attributes ToAttributes() const {
    Attributes attributes = steps.Padding();
    attributes.emplace_back("kernel_shape", kernel);
    attributes.emplace_back("strides", steps.strides);
    attributes.emplace_back("ceil_mode", ceil);
    return attributes;
  }
};

Window WindowOf(const Op& op, const Ints& kernel) {
  Window window = {
      .steps = StepsOf(op, kernel.size()), .kernel = kernel, .ceil = op.Bool("ceil_mode")};
  if (!window.steps.same) return window;
  for (size_t i = 0; i < kernel.size(); ++i) {
    if (window.ceil && kernel[i] < window.steps.strides[i]) {
      op.Refuse("SAME padding with ceil_mode and a stride larger than the kernel");
    }
  }
  window.ceil = false;  // nothing is left over
  return window;
}

/// With ceil_mode, Paddle has windows without a cell of the image, which ONNX leaves out.
bool HasEmptyWindows(const Window& window) {
  for (size_t i = 0; window.ceil && i < window.kernel.size(); ++i) {
    if (window.steps.strides[i] + window.steps.ends[i] > window.kernel[i]) return true;
  }
  return false;
}

/// How many cells of the image, and of the image with its padding, the windows along an axis have,
/// as numbers with the shape [windows, 1, ...]. Paddle takes the padding at the beginning for that
/// at the end as well.
struct Cells {
  std::string real;
  std::string all;
};

Cells CellsAlong(Op& op, const Window& window, const std::string& x, const std::string& y,
                 size_t i) {
  const auto axis = static_cast<int64_t>(i) + 2;
  const int64_t stride = window.steps.strides[i];
  const std::string size = op.ScalarSizeOf(x, axis);
  std::string padding = op.Integer(window.steps.begins[i]);
  if (window.steps.same) {
    padding = op.Emit("Div", {SamePadding(op, size, window.kernel[i], stride), op.Integer(2)});
  }
  const std::string steps =
      op.Emit("Mul", {op.Range(op.ScalarSizeOf(y, axis)), op.Integer(stride)});
  const std::string begins = op.Emit("Sub", {steps, padding});
  const std::string ends = op.Emit("Add", {begins, op.Integer(window.kernel[i])});
  const auto from = [&](const std::string& begin, const std::string& limit) {
    Ints shape(window.kernel.size() - i, 1);
    shape[0] = -1;
    const std::string count = op.Emit("Sub", {op.Emit("Min", {ends, limit}), begin});
    return op.Reshape(op.Cast(count, op.TypeOf("x")), shape);
  };
  return {.real = from(op.Emit("Max", {begins, op.Integer(0)}), size),
          .all = from(begins, op.Emit("Add", {size, padding}))};
}

/// Padded with a value so far that all of Paddle's windows are whole ones.
std::string PaddedForCeil(Op& op, const Window& window, const std::string& x, double value) {
  const size_t axes = window.kernel.size();
  const std::string shape = op.ShapeOf(x, 2);
  Ints fixed;  // what both paddings are larger than the kernel
  for (size_t i = 0; i < axes; ++i) {
    fixed.push_back(window.steps.begins[i] + window.steps.ends[i] - window.kernel[i]);
  }
  const std::string strides = op.Vector(window.steps.strides);
  // The rest after the last whole step is less than a stride: (-rest) modulo the stride is missing.
  const std::string rest = op.Emit("Add", {shape, op.Vector(fixed)});
  const std::string missing = op.Emit("Mod", {op.Emit("Neg", {rest}), strides});
  const std::string ends = op.Emit("Add", {missing, op.Vector(window.steps.ends)});
  const std::string pads =
      op.Concat({op.Vector({0, 0}), op.Vector(window.steps.begins), op.Vector({0, 0}), ends}, 0);
  return op.Emit("Pad", {x, pads, op.Number(value, op.TypeOf("x"))});
}

/// The same window over an image that has its padding already.
Window Unpadded(Window window) {
  window.steps.begins.assign(window.kernel.size(), 0);
  window.steps.ends = window.steps.begins;
  window.ceil = false;
  return window;
}

/// The mean of the cells of the image in each window.
std::string MeansWithoutPadding(Op& op, const Window& window, const std::string& x) {
  if (HasEmptyWindows(window)) op.Refuse("ceil_mode with a stride that skips the kernel's cells");
  return op.Emit("AveragePool", {x}, window.ToAttributes());
}

/// Means in which cells of the padding count as zeros.
std::string MeansWithPadding(Op& op, const Window& window, const std::string& x) {
  const Steps& steps = window.steps;
  bool all_real = !steps.same;
  bool plain = !steps.same && !window.ceil;
  for (size_t i = 0; i < window.kernel.size(); ++i) {
    all_real = all_real && steps.begins[i] == 0;
    plain = plain && steps.ends[i] <= steps.begins[i];
  }
  if (plain) {
    Attributes attributes = window.ToAttributes();
    attributes.emplace_back("count_include_pad", 1);
    return op.Emit("AveragePool", {x}, std::move(attributes));
  }
  const bool is_empty = HasEmptyWindows(window);
  std::string y = is_empty ? op.Emit("AveragePool", {PaddedForCeil(op, window, x, 0)},
                                     Unpadded(window).ToAttributes())
                           : op.Emit("AveragePool", {x}, window.ToAttributes());
  if (all_real && !is_empty) return y;
  std::string in_mean;  // cells that the mean is of
  std::string wanted;
  for (size_t i = 0; i < window.kernel.size(); ++i) {
    const Cells cells = CellsAlong(op, window, x, y, i);
    const std::string mean =
        is_empty ? op.Number(static_cast<double>(window.kernel[i]), op.TypeOf("x")) : cells.real;
    in_mean = i == 0 ? mean : op.Emit("Mul", {in_mean, mean});
    wanted = i == 0 ? cells.all : op.Emit("Mul", {wanted, cells.all});
  }
  return op.Emit("Mul", {y, op.Emit("Div", {in_mean, wanted})});
}

/// The sum of x^p in each window, and its root.
std::string PowerPool(Op& op, const Window& window, const std::string& x) {
  const double order = op.Float("norm_type");
  const DType dtype = op.TypeOf("x");
  if (order == 0 || std::isinf(order)) op.Refuse("norm_type 0 or infinity");
  const std::string powers = op.Emit("Pow", {x, op.Number(order, dtype)});
  std::string sum = MeansWithoutPadding(op, window, powers);
  for (size_t i = 0; i < window.kernel.size(); ++i) {
    sum = op.Emit("Mul", {sum, CellsAlong(op, window, x, sum, i).real});
  }
  return op.Emit("Pow", {sum, op.Number(1 / order, dtype)});
}

std::string MaxPool(Op& op, const Window& window, const std::string& x) {
  if (!HasEmptyWindows(window)) return op.Emit("MaxPool", {x}, window.ToAttributes());
  const std::string padded = PaddedForCeil(op, window, x, std::numeric_limits<float>::lowest());
  return op.Emit("MaxPool", {padded}, Unpadded(window).ToAttributes());
}

Results Pool(Op& op) {
  const std::string kind = op.String("pooling_type", "max");
  const bool average = kind == "avg";
  const Ints kernel = op.IntsOf("kernel");
  const size_t axes = ImageAxes(op);
  const bool powers = op.HasAttr("norm_type");
  if (!average && kind != "max" && !powers) op.Refuse("pooling_type " + kind);
  const bool adaptive = op.Bool("adaptive");
  if (powers && (adaptive || op.Bool("global_pooling"))) op.Refuse("adaptive or global_pooling");
  if (op.Bool("global_pooling")) return AdaptivePool(op, Ints(axes, 1), average);
  if (kernel.size() != axes) op.Refuse("a kernel of other dimensions than the image");
  if (adaptive) return AdaptivePool(op, kernel, average);
  const Window window = WindowOf(op, kernel);
  const std::string x = ChannelsFirst(op, "x");
  const auto pool = [&] {
    if (powers) return PowerPool(op, window, x);
    if (!average) return MaxPool(op, window, x);
    return op.Bool("exclusive", true) ? MeansWithoutPadding(op, window, x)
                                      : MeansWithPadding(op, window, x);
  };
  return {ChannelsBack(op, pool(), "x")};
}

/// The place in its channel of the largest cell of each bin.
std::string AdaptiveIndex(Op& op, const std::string& x, const Ints& bins) {
  const auto axes = static_cast<int64_t>(bins.size());
  std::string cells = x;  // each axis becomes two: bins, and cells of a bin
  std::string places;     // of all cells: [bins..., cells of a bin...]
  std::string stride = op.Integer(1);
  Ints order = {0, 1};
  for (int64_t i = 0; i < axes; ++i) order.push_back(2 + 2 * i);
  for (int64_t i = 0; i < axes; ++i) order.push_back(3 + 2 * i);
  for (int64_t i = axes - 1; i >= 0; --i) {
    const std::string along = BinPlaces(op, x, i + 2, bins[static_cast<size_t>(i)]);
    cells = op.Emit("Gather", {cells, along}, {{"axis", i + 2}});
    Ints others;
    for (int64_t axis = 0; axis < 2 * axes; ++axis) {
      if (axis != i && axis != axes + i) others.push_back(axis);
    }
    const std::string part = op.Unsqueeze(op.Emit("Mul", {along, stride}), others);
    places = places.empty() ? part : op.Emit("Add", {places, part});
    stride = op.Emit("Mul", {stride, op.ScalarSizeOf(x, i + 2)});
  }
  Ints shape = {0, 0};
  shape.insert(shape.end(), bins.begin(), bins.end());
  shape.push_back(-1);
  const std::string flat = op.Reshape(op.Transpose(cells, order), shape);
  const std::string best = op.Emit("ArgMax", {flat}, {{"axis", -1}, {"keepdims", 1}});
  shape[0] = shape[1] = 1;
  const std::string all = op.Emit("Expand", {op.Reshape(places, shape), op.ShapeOf(flat)});
  return op.Squeeze(op.Emit("GatherElements", {all, best}, {{"axis", -1}}), {-1});
}

Results MaxPoolWithIndex(Op& op) {
  const size_t axes = ImageAxes(op);
  Ints kernel = op.IntsOf("kernel");
  const bool is_global = op.Bool("global_pooling");
  if (is_global) kernel.assign(axes, 1);
  const std::string x = op.In("x");
  const DType dtype = op.OutputType(1) == kInt64 ? kInt64 : kInt32;
  if (is_global || op.Bool("adaptive")) {
    Results results = AdaptivePool(op, kernel, false);
    results.emplace_back(op.Cast(AdaptiveIndex(op, x, kernel), dtype));
    return results;
  }
  const Window window = WindowOf(op, kernel);
  if (HasEmptyWindows(window)) op.Refuse("ceil_mode with a stride that skips the kernel's cells");
  const Names results = op.EmitMany("MaxPool", {x}, 2, window.ToAttributes());
  // ONNX counts the cells of the whole tensor, Paddle those of the channel.
  const std::string cells = op.Emit("ReduceProd", {op.ShapeOf(x, 2)}, {{"keepdims", 0}});
  return {results[0], op.Cast(op.Emit("Mod", {results[1], cells}), dtype)};
}

/// The values at their places in an image of zeros.
Results Unpool(Op& op) {
  const std::string x = op.In("x");
  const std::string size = op.VectorOf("size");
  const std::string planes = op.ShapeOf(x, 0, 2);
  const std::string cells = op.Emit("ReduceProd", {size});
  const std::string zeros =
      op.Emit("Expand", {op.Number(0, op.TypeOf("x")), op.Concat({planes, cells}, 0)});
  const std::string filled =
      op.Emit("ScatterElements",
              {zeros, op.Reshape(op.InAs("index", kInt64), {0, 0, -1}), op.Reshape(x, {0, 0, -1})},
              {{"axis", 2}});
  return {op.Emit("Reshape", {filled, op.Concat({planes, size}, 0)})};
}

constexpr Rule kRules[] = {
    {"pool2d pool3d lp_pool2d", "x:X kernel:@kernel_size,@ksize -> Out", Pool},
    {"max_pool2d_with_index max_pool3d_with_index", "x:X kernel:@kernel_size,@ksize -> Out Mask",
     MaxPoolWithIndex},
    {"unpool unpool3d", "x:X index:Indices size:@output_size -> Out", Unpool},
};

}  // namespace

std::span<const Rule> PoolRules() { return kRules; }

}  // namespace fastdeploy::onnx
