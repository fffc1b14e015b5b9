// SPDX-License-Identifier: Apache-2.0
//
// Images in other sizes, and images sampled at computed places.

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/spatial.h"

namespace fastdeploy::onnx {
namespace {

/// How large an image becomes: by sizes (int64 [axes]), or by factors (float32 [axes]).
struct Target {
  std::string sizes;
  std::string factors;
  std::vector<double> known_factors;
  std::optional<Ints> known_sizes;
};

/// Whether a factor is as a program of Paddle 3.1 or later has it: with more digits than float32.
bool IsDouble(double factor) { return factor != static_cast<double>(static_cast<float>(factor)); }

/// The whole part of size * factor without rounding, as PIR's programs have it for a tensor of
/// factors, in float32: the factor is cut into two numbers whose products are exact.
std::string ExactProduct(Op& op, const std::string& size, const std::string& factor) {
  const auto number = [&](double value) { return op.Number(value, kFloat32); };
  constexpr double kCut = 4096;
  const std::string high = op.Emit(
      "Mul", {op.Emit("Floor", {op.Emit("Mul", {factor, number(kCut)})}), number(1 / kCut)});
  const std::string low = op.Emit("Sub", {factor, high});
  const std::string product = op.Emit("Mul", {size, high});
  const std::string whole = op.Emit("Floor", {product});
  const std::string missing =
      op.Emit("Sub", {op.Emit("Sub", {product, whole}), number(1)});  // to the next whole number
  const std::string rest = op.Emit("Add", {missing, op.Emit("Mul", {size, low})});
  const std::string more = op.Emit("GreaterOrEqual", {rest, number(0)});
  return op.Emit("Add", {whole, op.Cast(more, kFloat32)});
}

/// The sizes that factors make: the products without their fractions. Products of float64 are a
/// table, as OpenVINO has no such numbers.
std::string SizesFromFactors(Op& op, const std::string& x, const Target& target) {
  if (!std::ranges::any_of(target.known_factors, IsDouble)) {
    const std::string size = op.Cast(op.ShapeOf(x, 2), kFloat32);
    const bool exact = op.IsPir() && target.known_factors.empty();
    return op.Cast(
        exact ? ExactProduct(op, size, target.factors) : op.Emit("Mul", {size, target.factors}),
        kInt64);
  }
  constexpr int64_t kLargestSize = 16384;
  Names sizes;
  for (size_t i = 0; i < target.known_factors.size(); ++i) {
    Ints products;
    for (int64_t size = 0; size <= kLargestSize; ++size) {
      products.push_back(static_cast<int64_t>(static_cast<double>(size) * target.known_factors[i]));
    }
    const std::string size = op.SizeOf(x, static_cast<int64_t>(i) + 2);
    sizes.push_back(op.Emit("Gather", {op.Vector(products), size}));
  }
  return op.Concat(sizes, 0);
}

/// Numbers from an attribute, one for each axis: a single one is for all. None if it is not set.
std::vector<double> FactorsInAttribute(const Op& op, size_t axes) {
  std::vector<double> factors = op.FloatArray("scale");
  if (factors.empty() || factors[0] <= 0) return {};
  if (factors.size() == 1) factors.assign(axes, factors[0]);
  if (factors.size() != axes) op.Refuse("factors for other axes than the image has");
  return factors;
}

Target TargetOf(Op& op, size_t axes) {
  Target target;
  const bool first_version = !op.IsPir() && !op.Type().ends_with("_v2");
  const std::vector<double> factors = FactorsInAttribute(op, axes);
  for (const char* operand : {"size_list", "out_size"}) {
    if (!op.Has(operand)) continue;
    // Paddle would make one size and step through the image by the other.
    if (!first_version && (!factors.empty() || op.Has("scale")))
      op.Refuse("both a size and a scale");
    target.known_sizes = op.KnownInts(operand);
    target.sizes = op.VectorOf(operand);
    return target;
  }
  if (op.Has("scale")) {
    target.factors = op.VectorOf("scale", kFloat32);
    const int64_t count = op.DimsOf("scale").empty() ? 1 : op.DimsOf("scale")[0];
    if (count == 1) {
      target.factors = op.Emit("Expand", {target.factors, op.Vector({static_cast<int64_t>(axes)})});
    }
  } else if (!factors.empty()) {
    target.known_factors = factors;
    target.factors = op.Constant(Array::Floats(factors, {static_cast<int64_t>(axes)}));
  } else {
    Ints sizes;
    for (const char* name : {"out_d", "out_h", "out_w"}) sizes.push_back(op.Int(name, -1));
    sizes.erase(sizes.begin(), sizes.end() - static_cast<int64_t>(axes));
    if (std::ranges::any_of(sizes, [](int64_t size) { return size <= 0; })) {
      op.Refuse("neither a size nor a scale");
    }
    target.sizes = op.Vector(sizes);
    target.known_sizes = std::move(sizes);
  }
  return target;
}

/// Factors are only for the size in the first version of these operators.
void ForgetFactorsOfFirstVersion(Op& op, const std::string& x, Target* target) {
  if (op.IsPir() || op.Type().ends_with("_v2") || target->factors.empty()) return;
  *target = {.sizes = SizesFromFactors(op, x, *target),
             .factors = "",
             .known_factors = {},
             .known_sizes = std::nullopt};
}

std::string ResizeTo(Op& op, const std::string& x, const std::string& sizes,
                     Attributes attributes) {
  const std::string shape = op.Concat({op.ShapeOf(x, 0, 2), sizes}, 0);
  return op.Emit("Resize", {x, "", "", shape}, std::move(attributes));
}

std::string Resize(Op& op, const std::string& x, const Target& target, Attributes attributes) {
  if (target.factors.empty()) return ResizeTo(op, x, target.sizes, std::move(attributes));
  const std::string ones = op.Constant(Array::Floats({1, 1}, {2}));
  const bool computed = op.IsPir() && target.known_factors.empty();
  if (!computed && !std::ranges::any_of(target.known_factors, IsDouble)) {
    return op.Emit("Resize", {x, "", op.Concat({ones, target.factors}, 0)}, std::move(attributes));
  }
  const std::string sizes = SizesFromFactors(op, x, target);
  if (op.Bool("align_corners")) return ResizeTo(op, x, sizes, std::move(attributes));
  // By factors of float32 that are not smaller; a cell too many is cut off.
  std::vector<double> factors;
  Ints axes(static_cast<size_t>(op.RankOf("x")) - 2);
  std::iota(axes.begin(), axes.end(), 2);
  for (const double factor : target.known_factors) {
    auto rounded = static_cast<float>(factor);
    if (static_cast<double>(rounded) < factor) rounded = std::nextafter(rounded, 2 * rounded);
    factors.push_back(static_cast<double>(rounded));
  }
  const std::string rounded =
      computed ? target.factors
               : op.Constant(Array::Floats(factors, {static_cast<int64_t>(factors.size())}));
  const std::string all = op.Concat({ones, rounded}, 0);
  const std::string resized = op.Emit("Resize", {x, "", all}, std::move(attributes));
  return op.Emit("Slice", {resized, op.Vector(Ints(axes.size(), 0)), sizes, op.Vector(axes)});
}

/// Whether Paddle's product with the rounded reciprocal gives the same cells as ONNX's quotient.
bool IsExactFactor(double factor) {
  int exponent = 0;
  if (std::frexp(factor, &exponent) == 0.5) return true;  // a power of two
  constexpr double kLargest = 16;                         // tried for the first 2^16 cells
  return factor == std::trunc(factor) && factor >= 1 && factor <= kLargest;
}

/// The float32 quotient of two whole numbers, without dimensions, as the mean of x and as many
/// zeros as make y numbers. For a division, OpenVINO multiplies with the reciprocal, and two
/// roundings make 61/122 less than 1/2.
std::string Quotient(Op& op, const std::string& x, const std::string& y) {
  const std::string more = op.Reshape(op.Emit("Sub", {y, op.Integer(1)}), {1});
  const std::string pads = op.Concat({op.Vector({0}), more}, 0);
  const std::string row = op.Emit("Pad", {op.Reshape(op.Cast(x, kFloat32), {1}), pads});
  return op.Emit("ReduceMean", {row, op.Vector({0})}, {{"keepdims", 0}});
}

/// The nearest cells along an axis, by the index that Paddle computes, in its own precision.
std::string NearestAlong(Op& op, const std::string& x, const Target& target, size_t i,
                         const std::string& sizes) {
  const auto axis = static_cast<int64_t>(i) + 2;
  const auto place = static_cast<int64_t>(i);
  const bool corners = op.Bool("align_corners");
  const auto number = [&](double value) { return op.Number(value, kFloat32); };
  const std::string count = op.Squeeze(op.Slice(sizes, 0, place, place + 1), {0});
  const std::string size = op.ScalarSizeOf(x, axis);
  std::string step;
  if (corners) {
    const std::string one = op.Integer(1);
    step = Quotient(op, op.Emit("Sub", {size, one}),
                    op.Emit("Max", {op.Emit("Sub", {count, one}), one}));
  } else if (!target.known_factors.empty()) {
    step = number(1 / target.known_factors[i]);
  } else if (!target.factors.empty()) {
    // Not Div: ONNX Runtime would make one quotient of it and the product below.
    const std::string factor = op.Slice(target.factors, 0, place, place + 1);
    step = op.Emit("Reciprocal", {op.Squeeze(factor, {0})});
  } else {
    step = Quotient(op, size, count);
  }
  std::string from = op.Emit("Mul", {op.Cast(op.Range(count), kFloat32), step});
  if (corners) from = op.Emit("Add", {from, number(0.5)});
  const std::string last = op.Emit("Sub", {size, op.Integer(1)});
  const std::string index = op.Emit("Min", {op.Cast(from, kInt64), last});
  return op.Emit("Gather", {x, index}, {{"axis", axis}});
}

std::string Nearest(Op& op, std::string x, const Target& target, size_t axes) {
  const bool exact =
      !target.known_factors.empty() && std::ranges::all_of(target.known_factors, IsExactFactor);
  if (exact && !op.Bool("align_corners")) {
    return Resize(op, x, target,
                  {{"mode", "nearest"},
                   {"nearest_mode", "floor"},
                   {"coordinate_transformation_mode", "asymmetric"}});
  }
  const std::string sizes = target.factors.empty() ? target.sizes : SizesFromFactors(op, x, target);
  for (size_t i = 0; i < axes; ++i) x = NearestAlong(op, x, target, i, sizes);
  return x;
}

/// To one cell, Paddle takes the first one of an axis; PIR's operators of lines and volumes take
/// the middle.
std::string Linear(Op& op, const std::string& x, const Target& target, size_t axes) {
  const bool middle = op.IsPir() && axes != 2;
  const char* places = op.Bool("align_corners")       ? "align_corners"
                       : op.Int("align_mode", 1) == 1 ? "asymmetric"
                       : middle                       ? "half_pixel"
                                                      : "pytorch_half_pixel";
  return Resize(op, x, target, {{"mode", "linear"}, {"coordinate_transformation_mode", places}});
}

/// To one cell, Paddle takes the place -0.5, half a cell before the image.
std::string CubicToOne(Op& op, const std::string& x, int64_t axis) {
  const DType dtype = op.TypeOf("x");
  constexpr double kWeightOfSecond = -0.09375;  // of the curve with -0.75 at 1.5
  const std::string first = op.Slice(x, axis, 0, 1);
  const std::string second = op.Slice(op.Slice(x, axis, 0, 2), axis, -1, INT64_MAX);
  return op.Emit("Add", {op.Emit("Mul", {first, op.Number(1 - kWeightOfSecond, dtype)}),
                         op.Emit("Mul", {second, op.Number(kWeightOfSecond, dtype)})});
}

std::string Cubic(Op& op, std::string x, const Target& target, size_t axes) {
  const bool corners = op.Bool("align_corners");
  const bool grows = !target.known_factors.empty() &&
                     std::ranges::all_of(target.known_factors, [](double f) { return f >= 1; });
  for (size_t i = 0; !corners && !grows && i < axes; ++i) {
    const auto axis = static_cast<int64_t>(i) + 2;
    if (!target.known_sizes.has_value()) {
      const std::string sizes =
          target.factors.empty() ? target.sizes : SizesFromFactors(op, x, target);
      const std::string is_one =
          op.Emit("Equal", {op.Slice(sizes, 0, axis - 2, axis - 1), op.Vector({1})});
      x = op.Emit("Where", {is_one, CubicToOne(op, x, axis), x});
    } else if (target.known_sizes->at(i) == 1) {
      x = CubicToOne(op, x, axis);
    }
  }
  return Resize(op, x, target,
                {{"mode", "cubic"},
                 {"cubic_coeff_a", -0.75},
                 {"coordinate_transformation_mode", corners ? "align_corners" : "half_pixel"}});
}

Results Interpolate(Op& op) {
  const size_t axes = ImageAxes(op);
  const std::string x = ChannelsFirst(op, "x");
  Target target = TargetOf(op, axes);
  ForgetFactorsOfFirstVersion(op, x, &target);
  const std::string method = op.String("interp_method", "bilinear");
  const auto resize = [&] {
    if (method == "nearest") return Nearest(op, x, target, axes);
    if (method == "bicubic") return Cubic(op, x, target, axes);
    if (method == "linear" || method == "bilinear" || method == "trilinear") {
      return Linear(op, x, target, axes);
    }
    op.Refuse("interp_method " + method);
  };
  return {ChannelsBack(op, resize(), "x")};
}

Results GridSample(Op& op) {
  const std::string mode = op.String("mode", "bilinear");
  return {op.Emit("GridSample", {op.In("x"), op.In("grid")},
                  {{"mode", mode == "bilinear" ? "linear" : mode},
                   {"padding_mode", op.String("padding_mode", "zeros")},
                   {"align_corners", op.Bool("align_corners", true)}})};
}

/// The coordinates of `count` cells: from -1 to 1, their corners or their centres.
std::string Coordinates(Op& op, const std::string& count, bool corners) {
  const DType dtype = op.TypeOf("theta");
  const auto number = [&](double value) { return op.Number(value, dtype); };
  const std::string size = op.Cast(count, dtype);
  const std::string doubled = op.Emit("Mul", {op.Cast(op.Range(count), dtype), number(2)});
  const std::string one = number(1);
  const std::string steps = corners ? op.Emit("Max", {op.Emit("Sub", {size, one}), one}) : size;
  const std::string offset = corners ? number(0) : one;
  return op.Emit("Sub", {op.Emit("Div", {op.Emit("Add", {doubled, offset}), steps}), one});
}

/// theta [batch, 2, 3] times (x, y, 1) of each cell.
Results AffineGrid(Op& op) {
  if (op.RankOf("theta") != 3 || op.DimsOf("theta").at(1) != 2) op.Refuse("grids of volumes");
  const bool corners = op.Bool("align_corners", true);
  const std::string sizes = op.VectorOf("size");
  const auto cells = [&](int64_t axis) { return op.Slice(sizes, 0, axis, axis + 1); };
  const std::string y = Coordinates(op, op.Squeeze(cells(2), {0}), corners);
  const std::string x = Coordinates(op, op.Squeeze(cells(3), {0}), corners);
  const std::string shape = op.Concat({cells(2), cells(3)}, 0);
  const auto flat = [&](const std::string& values) {
    return op.Reshape(op.Emit("Expand", {values, shape}), {-1, 1});
  };
  const std::string xs = flat(x);
  const std::string ones = flat(op.Number(1, op.TypeOf("theta")));
  const std::string points = op.Concat({xs, flat(op.Unsqueeze(y, {1})), ones}, 1);
  const std::string grid = op.Emit("MatMul", {points, op.Transpose(op.In("theta"), {0, 2, 1})});
  const std::string whole = op.Concat({op.Vector({-1}), shape, op.Vector({2})}, 0);
  return {op.Emit("Reshape", {grid, whole})};
}

constexpr Rule kRules[] = {
    {"bilinear_interp nearest_interp linear_interp bicubic_interp trilinear_interp|"
     "bilinear_interp nearest_interp linear_interp bicubic_interp trilinear_interp "
     "bilinear_interp_v2 nearest_interp_v2 linear_interp_v2 bicubic_interp_v2 trilinear_interp_v2",
     "x:X out_size:OutSize size_list:*SizeTensor scale:Scale -> Out", Interpolate},
    {"grid_sample|grid_sampler", "x:X grid:Grid -> Output", GridSample},
    {"affine_grid", "theta:Theta size:OutputShape,@output_shape -> Output", AffineGrid},
};

}  // namespace

std::span<const Rule> ResizeRules() { return kRules; }

}  // namespace fastdeploy::onnx
