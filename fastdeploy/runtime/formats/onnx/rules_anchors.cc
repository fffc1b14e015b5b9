// SPDX-License-Identifier: Apache-2.0
//
// Anchors: boxes over a feature map of any size.

#include <algorithm>
#include <cmath>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

std::string Floats(Op& op, const std::vector<double>& values, Ints dims) {
  return op.Constant(Array::Floats(values, std::move(dims)));
}

std::string Number(Op& op, double value) { return op.Number(value, kFloat32); }

std::string FloatSize(Op& op, std::string_view operand, int64_t axis) {
  return op.Cast(op.SizeOf(op.In(operand), axis), kFloat32);
}

/// 0, 1, 2, ... of the columns (axis 3) or rows (axis 2) of the feature map.
std::string Places(Op& op, int64_t axis) {
  return op.Cast(op.Range(op.ScalarSizeOf(op.In("x"), axis)), kFloat32);
}

/// A tensor [H, W, ...], where H and W are the feature map's.
std::string ExpandOverMap(Op& op, const std::string& value, const Ints& rest) {
  const std::string x = op.In("x");
  const std::string shape = op.Concat({op.SizeOf(x, 2), op.SizeOf(x, 3), op.Vector(rest)}, 0);
  return op.Emit("Expand", {value, shape});
}

/// Centres [H, W, 1, 4], as x, y, x, y, from those of columns [W] and rows [H].
std::string Centres(Op& op, const std::string& columns, const std::string& rows) {
  const std::string x = ExpandOverMap(op, op.Reshape(columns, {1, -1, 1, 1}), {1, 1});
  const std::string y = ExpandOverMap(op, op.Reshape(rows, {-1, 1, 1, 1}), {1, 1});
  return op.Concat({x, y, x, y}, 3);
}

/// Four numbers for each anchor: [H, W, anchors, 4].
std::string Variances(Op& op, int64_t anchors) {
  const std::vector<double> variances = op.FloatArray("variances");
  if (variances.size() != 4) op.Refuse("other than four variances");
  return ExpandOverMap(op, Floats(op, variances, {4}), {anchors, 4});
}

/// Adds the distances of a box's corners from its centre.
void AddBox(double half_width, double half_height, std::vector<double>* distances) {
  distances->insert(distances->end(), {-half_width, -half_height, half_width, half_height});
}

/// Boxes around centres: [H, W, anchors, 4].
std::string Boxes(Op& op, const std::string& centres, const std::vector<double>& distances) {
  const auto count = static_cast<int64_t>(distances.size() / 4);
  return op.Emit("Add", {centres, Floats(op, distances, {1, 1, count, 4})});
}

// --- Boxes as shares of the image ---

/// The steps between columns and rows, in pixels of the image: float32 [1] each.
std::pair<std::string, std::string> Steps(Op& op) {
  const double width = op.Float("step_w");
  const double height = op.Float("step_h");
  if (width != 0 && height != 0) return {Floats(op, {width}, {1}), Floats(op, {height}, {1})};
  return {op.Emit("Div", {FloatSize(op, "image", 3), FloatSize(op, "x", 3)}),
          op.Emit("Div", {FloatSize(op, "image", 2), FloatSize(op, "x", 2)})};
}

/// Centres of the cells, where `offset` says where in a cell.
std::string CellCentres(Op& op, const std::string& step_x, const std::string& step_y) {
  const std::string offset = Number(op, op.Float("offset"));
  const auto centres = [&](int64_t axis, const std::string& step) {
    return op.Emit("Mul", {op.Emit("Add", {Places(op, axis), offset}), step});
  };
  return Centres(op, centres(3, step_x), centres(2, step_y));
}

std::string SharesOfImage(Op& op, const std::string& boxes) {
  const std::string width = FloatSize(op, "image", 3);
  const std::string height = FloatSize(op, "image", 2);
  const std::string shares = op.Emit("Div", {boxes, op.Concat({width, height, width, height}, 0)});
  return op.Bool("clip") ? op.Emit("Clip", {shares, Number(op, 0), Number(op, 1)}) : shares;
}

/// 1 first, then those that are new, each followed by its reciprocal if it is to be flipped.
std::vector<float> AspectRatios(const Op& op) {
  std::vector<float> ratios = {1};
  for (const double value : op.FloatArray("aspect_ratios")) {
    const auto ratio = static_cast<float>(value);
    const auto is_known = [&](float other) { return std::abs(ratio - other) < 1e-6; };
    if (std::ranges::any_of(ratios, is_known)) continue;
    ratios.push_back(ratio);
    if (op.Bool("flip")) ratios.push_back(1 / ratio);
  }
  return ratios;
}

Results PriorBox(Op& op) {
  const std::vector<double> min_sizes = op.FloatArray("min_sizes");
  const std::vector<double> max_sizes = op.FloatArray("max_sizes");
  if (!max_sizes.empty() && max_sizes.size() != min_sizes.size()) {
    op.Refuse("other numbers of max_sizes than of min_sizes");
  }
  const bool squares_first = op.Bool("min_max_aspect_ratios_order");
  std::vector<double> distances;
  for (size_t i = 0; i < min_sizes.size(); ++i) {
    const double size = min_sizes[i];
    const auto add_larger_square = [&] {
      if (max_sizes.empty()) return;
      const double half = std::sqrt(size * max_sizes[i]) / 2;
      AddBox(half, half, &distances);
    };
    for (const float ratio : AspectRatios(op)) {
      const double root = std::sqrt(static_cast<double>(ratio));
      AddBox(size * root / 2, size / root / 2, &distances);
      if (ratio == 1 && squares_first) add_larger_square();
    }
    if (!squares_first) add_larger_square();
  }
  const auto [step_x, step_y] = Steps(op);
  const std::string boxes = Boxes(op, CellCentres(op, step_x, step_y), distances);
  return {SharesOfImage(op, boxes), Variances(op, static_cast<int64_t>(distances.size() / 4))};
}

/// Each cell's square holds a lattice of density x density centres, for each ratio.
Results DensityPriorBox(Op& op) {
  const std::vector<double> sizes = op.FloatArray("fixed_sizes");
  const Ints densities = op.IntArray("densities");
  if (sizes.size() != densities.size()) op.Refuse("other numbers of densities than of fixed_sizes");
  const auto is_valid = [](int64_t density) { return density > 0 && density <= 64; };
  if (!std::ranges::all_of(densities, is_valid)) op.Refuse("densities that are not 1 to 64");
  std::vector<double> distances;
  std::vector<double> divisors;
  std::vector<double> places;  // in the lattice, in steps of it
  for (size_t i = 0; i < sizes.size(); ++i) {
    for (const double ratio : op.FloatArray("fixed_ratios")) {
      const double root = std::sqrt(ratio);
      for (int64_t j = 0; j < densities[i] * densities[i]; ++j) {
        const auto column = static_cast<double>(j % densities[i]) + 0.5;
        const auto row =
            std::floor(static_cast<double>(j) / static_cast<double>(densities[i])) + 0.5;
        AddBox(sizes[i] * root / 2, sizes[i] / root / 2, &distances);
        places.insert(places.end(), {column, row, column, row});
        divisors.push_back(static_cast<double>(densities[i]));
      }
    }
  }
  const auto count = static_cast<int64_t>(divisors.size());
  // Paddle takes the mean step, and a lattice's step, as whole numbers.
  const auto [step_x, step_y] = Steps(op);
  const std::string half = Number(op, 0.5);
  const std::string mean =
      op.Emit("Floor", {op.Emit("Mul", {op.Emit("Add", {step_x, step_y}), half})});
  const std::string step =
      op.Emit("Floor", {op.Emit("Div", {mean, Floats(op, divisors, {1, 1, count, 1})})});
  const std::string in_lattice = op.Emit("Mul", {step, Floats(op, places, {1, 1, count, 4})});
  const std::string shift = op.Emit("Sub", {in_lattice, op.Emit("Mul", {mean, half})});
  const std::string centres = op.Emit("Add", {CellCentres(op, step_x, step_y), shift});
  const std::string boxes = SharesOfImage(op, Boxes(op, centres, distances));
  const std::string low = op.Emit("Max", {op.Slice(boxes, 3, 0, 2), Number(op, 0)});
  const std::string high = op.Emit("Min", {op.Slice(boxes, 3, 2, 4), Number(op, 1)});
  const std::string within = op.Concat({low, high}, 3);
  const std::string variances = Variances(op, count);
  if (!op.Bool("flatten_to_2d")) return {within, variances};
  return {op.Reshape(within, {-1, 4}), op.Reshape(variances, {-1, 4})};
}

// --- Boxes in pixels ---

Results AnchorGenerator(Op& op) {
  const std::vector<double> stride = op.FloatArray("stride");
  if (stride.size() != 2) op.Refuse("other than two strides");
  const auto stride_x = static_cast<float>(stride[0]);
  const auto stride_y = static_cast<float>(stride[1]);
  std::vector<double> distances;
  for (const double value : op.FloatArray("aspect_ratios")) {
    const auto ratio = static_cast<float>(value);
    const float width = std::round(std::sqrt(stride_x * stride_y / ratio));
    const float height = std::round(width * ratio);
    for (const double size : op.FloatArray("anchor_sizes")) {
      const auto length = static_cast<float>(size);
      AddBox(0.5 * (length / stride_x * width - 1), 0.5 * (length / stride_y * height - 1),
             &distances);
    }
  }
  const auto offset = static_cast<float>(op.Float("offset"));
  const auto centres = [&](int64_t axis, float step) {
    const std::string starts = op.Emit("Mul", {Places(op, axis), Number(op, step)});
    return op.Emit("Add", {starts, Number(op, offset * (step - 1))});
  };
  const std::string cells = Centres(op, centres(3, stride_x), centres(2, stride_y));
  return {Boxes(op, cells, distances), Variances(op, static_cast<int64_t>(distances.size() / 4))};
}

constexpr const char* kPriors = "x:Input image:Image -> Boxes Variances";

constexpr Rule kRules[] = {
    {"prior_box", kPriors, PriorBox},
    {"|density_prior_box", kPriors, DensityPriorBox},
    {"anchor_generator", "x:Input -> Anchors Variances", AnchorGenerator},
};

}  // namespace

std::span<const Rule> AnchorRules() { return kRules; }

}  // namespace fastdeploy::onnx
