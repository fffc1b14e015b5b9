// SPDX-License-Identifier: Apache-2.0
//
// Interpolation, and sampling at computed places.

#include <algorithm>
#include <cmath>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/window.h"

namespace fastdeploy::onnx {
namespace {

/// How an operator names the size of its result: a factor for each axis, or sizes.
struct Target {
  std::vector<double> factors;  ///< of all spatial axes; empty: `sizes` has them
  std::string sizes;            ///< int64 [axes]
  std::optional<Ints> known;    ///< the sizes, if they are known
};

/// Paddle takes the first of: a list of sizes, a factor (tensor or attribute), a tensor of sizes,
/// sizes as attributes.
Target TargetOf(Op& op, size_t axes) {
  Target target;
  for (const char* operand : {"size_list", "size"}) {
    if (!op.Has(operand)) continue;
    target.known = op.KnownInts(operand);
    target.sizes = op.VectorOf(operand);
    return target;
  }
  if (op.Has("scale")) {
    const auto known = op.Known("scale");
    if (!known.has_value()) op.Refuse("a factor that is computed");
    target.factors = known->ToFloats();
  } else {
    target.factors = op.FloatArray("scale");
  }
  if (!target.factors.empty() && target.factors[0] > 0) {
    if (target.factors.size() == 1) target.factors.resize(axes, target.factors[0]);
    if (target.factors.size() != axes) op.Refuse("factors of another number of axes");
    return target;
  }
  target.factors.clear();
  Ints sizes;
  for (const char* name : {"out_d", "out_h", "out_w"}) sizes.push_back(op.Int(name, -1));
  sizes.erase(sizes.begin(), sizes.end() - static_cast<std::ptrdiff_t>(axes));
  if (std::ranges::any_of(sizes, [](int64_t size) { return size <= 0; })) {
    op.Refuse("neither a size nor a factor");
  }
  target.sizes = op.Vector(sizes);
  target.known = sizes;
  return target;
}

/// One number of a vector, without dimensions.
std::string Element(Op& op, const std::string& vector, size_t i) {
  return op.Squeeze(op.Slice(vector, 0, static_cast<int64_t>(i), static_cast<int64_t>(i) + 1), {0});
}

std::string FloatOf(Op& op, const std::string& value) { return op.Cast(value, kFloat32); }

bool IsPowerOfTwo(double factor) {
  return factor >= 1 && std::exp2(std::round(std::log2(factor))) == factor;
}

/// The nearest cells along an axis, chosen with Paddle's arithmetic: the float32 product of the
/// place and a ratio, cut off. Backends round their own ratios in other ways.
std::string NearestAlong(Op& op, const std::string& x, int64_t axis, const std::string& count,
                         const std::string& ratio, bool align) {
  const std::string one = op.Constant(Array::Scalar(1, kInt64));
  std::string place = op.Emit("Mul", {FloatOf(op, op.Range(count)), ratio});
  if (align) place = op.Emit("Add", {place, op.Number(0.5, kFloat32)});
  const std::string last = op.Emit("Sub", {op.ScalarSizeOf(x, axis), one});
  const std::string cell = op.Emit("Min", {op.Cast(place, kInt64), last});
  return op.Emit("Gather", {x, cell}, {{"axis", axis}});
}

std::string Nearest(Op& op, std::string x, const Target& target, size_t axes, bool align) {
  for (size_t i = 0; i < axes; ++i) {
    const int64_t axis = static_cast<int64_t>(i) + 2;
    const std::string one = op.Constant(Array::Scalar(1, kInt64));
    const std::string size = op.ScalarSizeOf(x, axis);
    std::string count;
    std::string ratio;
    if (target.factors.empty()) {
      count = Element(op, target.sizes, i);
    } else {
      const std::string factor = op.Number(target.factors[i], kFloat32);
      count = op.Cast(op.Emit("Mul", {FloatOf(op, size), factor}), kInt64);
    }
    if (align) {  // ends on ends; a single cell is the first
      const std::string steps = op.Emit("Max", {op.Emit("Sub", {count, one}), one});
      ratio = op.Emit("Div", {FloatOf(op, op.Emit("Sub", {size, one})), FloatOf(op, steps)});
    } else if (!target.factors.empty()) {
      const auto factor = static_cast<float>(target.factors[i]);
      ratio = op.Number(1.0F / factor, kFloat32);
    } else {
      ratio = op.Emit("Div", {FloatOf(op, size), FloatOf(op, count)});
    }
    x = NearestAlong(op, x, axis, count, ratio, align);
  }
  return x;
}

Results Interpolate(Op& op) {
  const std::string method = op.String("interp_method");
  const bool align = op.Bool("align_corners");
  const size_t axes = static_cast<size_t>(op.RankOf("x")) - 2;
  const Target target = TargetOf(op, axes);
  std::string x = ChannelsFirst(op, "x");
  const bool by_powers =
      !target.factors.empty() && std::ranges::all_of(target.factors, IsPowerOfTwo);
  if (method == "nearest" && (align || !by_powers)) {
    return {BackToLayout(op, "x", Nearest(op, x, target, axes, align))};
  }
  const bool asymmetric =
      method == "nearest" || (method != "bicubic" && op.Int("align_mode", 1) == 1);
  Attributes attributes = {{"coordinate_transformation_mode", align        ? "align_corners"
                                                              : asymmetric ? "asymmetric"
                                                                           : "half_pixel"},
                           {"mode", method == "nearest"   ? "nearest"
                                    : method == "bicubic" ? "cubic"
                                                          : "linear"}};
  if (method == "nearest") attributes.emplace_back("nearest_mode", "floor");
  if (method == "bicubic") attributes.emplace_back("cubic_coeff_a", -0.75);
  if (method != "nearest" && method != "bicubic" && !method.ends_with("linear")) {
    op.Refuse("interp_method " + method);
  }
  std::string result;
  if (target.factors.empty()) {
    for (size_t i = 0; i < axes && target.known.has_value() && !align && !asymmetric; ++i) {
      // Paddle's only cell of an axis is the first; half_pixel would take the middle.
      if ((*target.known)[i] == 1) x = op.Slice(x, static_cast<int64_t>(i) + 2, 0, 1);
    }
    const std::string sizes = op.Concat({op.ShapeOf(x, 0, 2), target.sizes}, 0);
    result = op.Emit("Resize", {x, "", "", sizes}, attributes);
  } else {
    std::vector<double> factors = {1, 1};
    factors.insert(factors.end(), target.factors.begin(), target.factors.end());
    const auto count = static_cast<int64_t>(factors.size());
    result = op.Emit("Resize", {x, "", op.Constant(Array::Floats(factors, {count}))}, attributes);
  }
  return {BackToLayout(op, "x", result)};
}

Results GridSample(Op& op) {
  const std::string mode = op.String("mode", "bilinear");
  const std::string padding = op.String("padding_mode", "zeros");
  return {op.Emit("GridSample", {op.In("x"), op.In("grid")},
                  {{"mode", mode == "bilinear" ? "linear" : mode},
                   {"padding_mode", padding},
                   {"align_corners", op.Bool("align_corners", true)}})};
}

/// The places of the cells of an axis from -1 to 1: float32 [count].
std::string GridAxis(Op& op, const std::string& count, bool align) {
  const std::string one = op.Number(1, kFloat32);
  const std::string two = op.Number(2, kFloat32);
  const std::string place = op.Emit("Mul", {FloatOf(op, op.Range(count)), two});
  const std::string size = FloatOf(op, count);
  if (align) {
    const std::string steps = op.Emit("Max", {op.Emit("Sub", {size, one}), one});
    return op.Emit("Sub", {op.Emit("Div", {place, steps}), one});
  }
  return op.Emit("Sub", {op.Emit("Div", {op.Emit("Add", {place, one}), size}), one});
}

/// theta [N, 2, 3] times (x, y, 1) of every cell: [N, H, W, 2].
Results AffineGrid(Op& op) {
  if (op.DimsOf("theta").size() != 3 || op.DimsOf("theta")[1] != 2) op.Refuse("three axes");
  const bool align = op.Bool("align_corners", true);
  const std::string shape = op.VectorOf("shape");
  const std::string height = Element(op, shape, 2);
  const std::string width = Element(op, shape, 3);
  const std::string size = op.Slice(shape, 0, 2, 4);
  const std::string x = op.Emit("Expand", {GridAxis(op, width, align), size});
  const std::string y = op.Emit("Expand", {op.Unsqueeze(GridAxis(op, height, align), {1}), size});
  const std::string ones = op.Emit("Expand", {op.Number(1, kFloat32), size});
  const std::string cells =
      op.Concat({op.Unsqueeze(x, {2}), op.Unsqueeze(y, {2}), op.Unsqueeze(ones, {2})}, 2);
  const std::string flat = op.Reshape(cells, {1, -1, 3});
  const std::string grid = op.Emit("MatMul", {flat, op.Transpose(op.In("theta"), {0, 2, 1})});
  const std::string dims = op.Concat({op.SizeOf(op.In("theta"), 0), size, op.Vector({2})}, 0);
  return {op.Emit("Reshape", {grid, dims})};
}

constexpr const char* kInterpolation = "x:X size:OutSize size_list:*SizeTensor scale:Scale -> Out";

constexpr Rule kRules[] = {
    {"linear_interp bilinear_interp trilinear_interp nearest_interp bicubic_interp|"
     "linear_interp bilinear_interp trilinear_interp nearest_interp bicubic_interp "
     "linear_interp_v2 bilinear_interp_v2 trilinear_interp_v2 nearest_interp_v2 bicubic_interp_v2",
     kInterpolation, Interpolate},
    {"grid_sample|grid_sampler", "x:X grid:Grid -> Output", GridSample},
    {"affine_grid", "theta:Theta shape:OutputShape,@output_shape -> Output", AffineGrid},
};

}  // namespace

std::span<const Rule> ResizeRules() { return kRules; }

}  // namespace fastdeploy::onnx
