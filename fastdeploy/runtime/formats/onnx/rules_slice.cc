// SPDX-License-Identifier: Apache-2.0
//
// Parts of a tensor by their places: to take them out, and to put other values there.

#include <algorithm>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

/// Slices lose axes that the program indexed with one number: x[:, 2]. A number alone has no
/// dimensions, but one in the programs of Paddle 2.4 and before.
std::string WithoutAxes(Op& op, const std::string& value, const Ints& axes) {
  if (axes.empty()) return value;
  if (op.RankOf("x") == static_cast<int64_t>(axes.size()) && op.OutputDims().size() == 1) {
    return op.Reshape(value, {1});
  }
  return op.Squeeze(value, axes);
}

/// A part of a known row of numbers.
Array PartOf(const Array& row, int64_t begin, int64_t end) {
  const auto size = static_cast<int64_t>(row.size());
  const auto place = [&](int64_t i) { return std::clamp<int64_t>(i < 0 ? i + size : i, 0, size); };
  Array part = {.dtype = row.dtype, .dims = {}, .ints = {}, .floats = {}};
  const int64_t from = place(begin);
  const int64_t to = std::max(from, place(end));
  if (IsFloat(row.dtype)) {
    part.floats.assign(row.floats.begin() + from, row.floats.begin() + to);
  } else {
    part.ints.assign(row.ints.begin() + from, row.ints.begin() + to);
  }
  return part.Reshaped({to - from});
}

/// x[-1] is written as the part from -1 to 0.
std::string EndsOf(Op& op, const Ints& axes, const Ints& dropped) {
  const auto starts = op.KnownInts("starts");
  auto ends = op.KnownInts("ends");
  const auto is_dropped = [&](size_t i) {
    return std::ranges::find(dropped, axes[i]) != dropped.end();
  };
  if (starts.has_value() && ends.has_value() && starts->size() == axes.size() &&
      ends->size() == axes.size()) {
    for (size_t i = 0; i < axes.size(); ++i) {
      if (is_dropped(i) && (*starts)[i] == -1 && (*ends)[i] == 0) (*ends)[i] = INT64_MAX;
    }
    return op.Vector(*ends);
  }
  const std::string end = op.VectorOf("ends");
  if (dropped.empty()) return end;
  Ints last(axes.size(), 0);
  for (size_t i = 0; i < axes.size(); ++i) last[i] = is_dropped(i) ? INT64_MAX : 0;
  const std::string at_last =
      op.Emit("And", {op.Emit("Equal", {op.VectorOf("starts"), op.Vector({-1})}),
                      op.Emit("Equal", {end, op.Vector({0})})});
  return op.Emit("Where", {at_last, op.Vector(last), end});
}

Results Slice(Op& op) {
  const Ints axes = op.IntArray("axes");
  const Ints dropped = op.IntArray("decrease_axis");
  const auto starts = op.KnownInts("starts");
  const auto ends = op.KnownInts("ends");
  const auto x = op.Known("x");
  if (x.has_value() && x->dims.size() == 1 && starts.has_value() && ends.has_value()) {
    const bool last = !dropped.empty() && starts->at(0) == -1 && ends->at(0) == 0;
    const Array part = PartOf(*x, starts->at(0), last ? INT64_MAX : ends->at(0));
    if (dropped.empty() || op.OutputDims().size() == 1) return {part};
    return {part.Reshaped({})};
  }
  if (!starts.has_value() && axes.size() == 1 && dropped == axes && op.RankOf("x") > 1) {
    return {op.Emit("Gather", {op.In("x"), op.NumberOf("starts", kInt64)}, {{"axis", axes[0]}})};
  }
  const std::string part = op.Emit(
      "Slice", {op.In("x"), op.VectorOf("starts"), EndsOf(op, axes, dropped), op.Vector(axes)});
  return {WithoutAxes(op, part, dropped)};
}

constexpr Rule kRules[] = {
    {"slice",
     "x:Input starts:StartsTensor,*StartsTensorList,@starts "
     "ends:EndsTensor,*EndsTensorList,@ends -> Out",
     Slice},
};

}  // namespace

std::span<const Rule> SliceRules() { return kRules; }

}  // namespace fastdeploy::onnx
