// SPDX-License-Identifier: Apache-2.0
//
// Parts of a tensor by their places: to take them out, and to put other values there.

#include <algorithm>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/tensor_array.h"

namespace fastdeploy::onnx {
namespace {

bool Contains(const Ints& values, int64_t value) {
  return std::ranges::find(values, value) != values.end();
}

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
  const auto size = static_cast<int64_t>(row.Count());
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

/// What begins, ends and steps are along the axes.
struct Ranges {
  std::string starts;
  std::string ends;
  std::string steps;  ///< empty: 1
  Ints axes;
};

std::string Take(Op& op, const std::string& x, const Ranges& ranges) {
  Names inputs = {x, ranges.starts, ranges.ends, op.Vector(ranges.axes)};
  if (!ranges.steps.empty()) inputs.push_back(ranges.steps);
  return op.Emit("Slice", inputs);
}

/// The version of PIR from which strided slices are those of Python.
constexpr int64_t kAsSlicesOfPython = 4;

/// What an end says that ONNX would read in another way. x[-1] is written as the part from -1 to
/// 0. In ProgramDesc an end of -1 is before the first place if steps lead there.
int64_t KnownEnd(Op& op, int64_t start, int64_t end, int64_t step, bool dropped) {
  if (dropped && start == -1 && end == 0) return INT64_MAX;
  if (step > 0 || end != -1) return end;
  if (!op.IsPir()) return -INT64_MAX;
  if (op.Version() < kAsSlicesOfPython) op.Refuse("an end of -1 that negative steps lead to");
  return end;
}

/// In a strided_slice of ProgramDesc, an end before the first place is the first place:
/// x[4:-100:-2] is without it.
std::string NotBeforeFirst(Op& op, const Ints& axes, const Ints& steps, const Ints& ends) {
  Names parts;
  bool needed = false;
  for (size_t i = 0; i < axes.size(); ++i) {
    parts.push_back(op.Vector({ends[i]}));
    if (steps[i] > 0 || ends[i] >= 0 || ends[i] == -INT64_MAX) continue;
    needed = true;
    const std::string from_start = op.Emit("Add", {op.SizeOf(op.In("x"), axes[i]), parts.back()});
    parts.back() = op.Emit("Max", {from_start, op.Vector({0})});
  }
  return needed ? op.Concat(parts, 0) : op.Vector(ends);
}

/// In Python, negative steps from before the first place lead nowhere: x[-100::-1] is empty. ONNX
/// would begin at the first place.
std::string NowhereFromBeforeFirst(Op& op, const Ints& axes, const Ints& steps, const Ints& starts,
                                   const Ints& ends) {
  Names parts;
  bool needed = false;
  for (size_t i = 0; i < axes.size(); ++i) {
    parts.push_back(op.Vector({ends[i]}));
    if (steps[i] > 0 || starts[i] >= -1) continue;
    needed = true;
    const std::string size = op.SizeOf(op.In("x"), axes[i]);
    const std::string from_start = op.Emit("Add", {size, op.Vector({starts[i]})});
    const std::string is_before = op.Emit("Less", {from_start, op.Vector({0})});
    parts.back() = op.Emit("Where", {is_before, size, parts.back()});
  }
  return needed ? op.Concat(parts, 0) : op.Vector(ends);
}

/// Axes in `dropped` have one place only.
Ranges RangesOf(Op& op, const Ints& axes, const Ints& dropped, bool has_steps) {
  Ranges ranges = {.starts = op.VectorOf("starts"), .ends = "", .steps = "", .axes = axes};
  const auto starts = op.KnownInts("starts");
  auto ends = op.KnownInts("ends");
  Ints steps(axes.size(), 1);
  if (has_steps) {
    steps = op.IntsOf("steps");
    if (std::ranges::any_of(steps, [](int64_t step) { return step != 1; })) {
      ranges.steps = op.Vector(steps);
    }
  }
  const auto has_all = [&](const Ints& values) { return values.size() == axes.size(); };
  if (!has_all(steps) || (starts.has_value() && !has_all(*starts)) ||
      (ends.has_value() && !has_all(*ends))) {
    op.Refuse("not as many starts, ends and steps as axes");
  }
  if (ends.has_value()) {
    for (size_t i = 0; i < axes.size(); ++i) {
      const int64_t start = starts.has_value() ? (*starts)[i] : 0;
      (*ends)[i] = KnownEnd(op, start, (*ends)[i], steps[i], Contains(dropped, axes[i]));
    }
    if (op.IsPir() && starts.has_value() && op.Version() >= kAsSlicesOfPython) {
      ranges.ends = NowhereFromBeforeFirst(op, axes, steps, *starts, *ends);
    } else if (!op.IsPir() && op.Type() == "strided_slice") {
      ranges.ends = NotBeforeFirst(op, axes, steps, *ends);
    } else {
      ranges.ends = op.Vector(*ends);
    }
    return ranges;
  }
  ranges.ends = op.VectorOf("ends");
  // The same for ends that are computed, as far as there are such axes.
  Ints at_last(axes.size(), 0);
  Ints at_first(axes.size(), -1);
  for (size_t i = 0; i < axes.size(); ++i) {
    if (Contains(dropped, axes[i])) at_last[i] = INT64_MAX;
    if (steps[i] < 0 && !op.IsPir()) at_first[i] = -INT64_MAX;
  }
  if (std::ranges::any_of(at_last, [](int64_t end) { return end != 0; })) {
    const std::string is_last = op.Emit("And", {op.Emit("Equal", {ranges.starts, op.Vector({-1})}),
                                                op.Emit("Equal", {ranges.ends, op.Vector({0})})});
    ranges.ends = op.Emit("Where", {is_last, op.Vector(at_last), ranges.ends});
  }
  if (std::ranges::any_of(at_first, [](int64_t end) { return end != -1; })) {
    const std::string is_first = op.Emit("Equal", {ranges.ends, op.Vector({-1})});
    ranges.ends = op.Emit("Where", {is_first, op.Vector(at_first), ranges.ends});
  }
  return ranges;
}

/// In ProgramDesc, array[0] of a TensorArray is a slice of it.
TensorArrayPtr SlicedArray(Op& op) {
  const std::string& value = op.ValueOf("x");
  return op.Whole().IsBound(value) ? op.Whole().Lookup(value).array : nullptr;
}

Results Slice(Op& op) {
  const Ints axes = op.IntArray("axes");
  const Ints dropped = op.IntArray("decrease_axis");
  if (const TensorArrayPtr array = SlicedArray(op)) {
    if (dropped.empty()) op.Refuse("a part of an array");
    return ReadElement(op, *array, "starts");
  }
  const auto starts = op.KnownInts("starts");
  const auto ends = op.KnownInts("ends");
  const auto x = op.Known("x");
  if (x.has_value() && x->dims.size() == 1 && starts.has_value() && ends.has_value()) {
    const int64_t end = KnownEnd(op, starts->at(0), ends->at(0), 1, !dropped.empty());
    const Array part = PartOf(*x, starts->at(0), end);
    if (dropped.empty() || op.OutputDims().size() == 1) return {part};
    return {part.Reshaped({})};
  }
  if (!starts.has_value() && axes.size() == 1 && dropped == axes && op.RankOf("x") > 1) {
    return {op.Emit("Gather", {op.In("x"), op.NumberOf("starts", kInt64)}, {{"axis", axes[0]}})};
  }
  const std::string part = Take(op, op.In("x"), RangesOf(op, axes, dropped, false));
  return {WithoutAxes(op, part, dropped)};
}

Results StridedSlice(Op& op) {
  const Ints dropped = op.IntArray("decrease_axis");
  const Ranges ranges = RangesOf(op, op.IntArray("axes"), dropped, true);
  return {WithoutAxes(op, Take(op, op.In("x"), ranges), dropped)};
}

/// The values to put into a part: of a tensor, or numbers in attributes.
std::string ValuesToSet(Op& op, DType dtype) {
  if (op.Has("value")) return op.InAs("value", dtype);
  for (const char* name :
       {"values", "fp32_values", "int32_values", "int64_values", "bool_values", "fp64_values"}) {
    std::vector<double> numbers = op.FloatArray(name);
    if (numbers.empty()) continue;
    const Array values = {.dtype = kFloat64, .dims = {}, .ints = {}, .floats = std::move(numbers)};
    const Ints shape = op.IntArray("shape");
    if (static_cast<int64_t>(values.Count()) != ConstantSize(shape)) {
      op.Refuse("as many values as the shape does not have");
    }
    return op.Constant(values.As(dtype).Reshaped(shape));
  }
  op.Refuse("no values");
}

/// The shape that values are broadcast to: of the part, without the axes that the program indexed
/// with one number, and with those of size 1 that it made: x[:, 2, None].
std::string ShapeOfPart(Op& op, const std::string& part) {
  const Ints dropped = op.IntArray("decrease_axes");
  const Ints made = op.IntArray("none_axes");
  if (dropped.empty() && made.empty()) return op.ShapeOf(part);
  Names dims;
  size_t next = 0;
  const auto make_before = [&](int64_t axis) {
    for (; next < made.size() && made[next] <= axis; ++next) dims.push_back(op.Vector({1}));
  };
  for (int64_t axis = 0; axis < op.RankOf("x"); ++axis) {
    make_before(axis);
    if (!Contains(dropped, axis)) dims.push_back(op.SizeOf(part, axis));
  }
  make_before(INT64_MAX);
  return dims.empty() ? op.Vector({}) : op.Concat(dims, 0);
}

/// Puts values at the places that a slice of all places gives.
Results SetValue(Op& op) {
  const DType dtype = op.TypeOf("x");
  // OpenVINO scatters no booleans.
  const DType scattered = dtype == kBool ? kInt32 : dtype;
  const std::string x = op.InAs("x", scattered);
  const std::string value = ValuesToSet(op, scattered);
  const std::string shape = op.ShapeOf(x);
  const Ints axes = op.IntArray("axes");
  if (axes.empty()) {
    const std::string all = op.Emit("Expand", {value, shape});
    return {dtype == scattered ? all : op.Cast(all, dtype)};
  }
  const std::string size = op.Emit("Size", {x});
  const std::string places = op.Emit("Reshape", {op.Range(size), shape});
  const Ranges ranges = RangesOf(op, axes, {}, true);
  const std::string part = Take(op, places, ranges);
  const std::string values = op.Emit("Expand", {value, ShapeOfPart(op, part)});
  const std::string row = op.Emit(
      "ScatterElements", {op.Reshape(x, {-1}), op.Reshape(part, {-1}), op.Reshape(values, {-1})});
  const std::string result = op.Emit("Reshape", {row, shape});
  return {dtype == scattered ? result : op.Cast(result, dtype)};
}

/// A part from `offsets` on, of the size `shape`; -1: all the rest.
Results Crop(Op& op) {
  Ints axes;
  for (int64_t i = 0; i < op.RankOf("x"); ++i) axes.push_back(i);
  const std::string shape = op.VectorOf("shape");
  const bool has_offsets =
      op.Has("offsets") && op.Known("offsets").value_or(Array()).dims != Ints{0};
  const std::string starts = has_offsets ? op.VectorOf("offsets") : op.Vector(Ints(axes.size(), 0));
  const std::string ends =
      op.Emit("Where", {op.Emit("Less", {shape, op.Vector({0})}), op.Vector({INT64_MAX}),
                        op.Emit("Add", {starts, shape})});
  return {Take(op, op.In("x"), {.starts = starts, .ends = ends, .steps = "", .axes = axes})};
}

constexpr Rule kRules[] = {
    {"slice",
     "x:Input starts:StartsTensor,*StartsTensorList,@starts "
     "ends:EndsTensor,*EndsTensorList,@ends -> Out",
     Slice},
    {"strided_slice",
     "x:Input starts:StartsTensor,*StartsTensorList,@starts "
     "ends:EndsTensor,*EndsTensorList,@ends steps:StridesTensor,*StridesTensorList,@strides -> Out",
     StridedSlice},
    {"set_value_with_tensor|set_value",
     "x:Input value:ValueTensor starts:*StartsTensorList,@starts ends:*EndsTensorList,@ends "
     "steps:*StepsTensorList,@steps -> Out",
     SetValue},
    {"set_value|", "x: starts: ends: steps: -> Out", SetValue},
    {"crop|crop_tensor",
     "x:X shape:Shape,*ShapeTensor,@shape offsets:Offsets,*OffsetsTensor,@offsets -> Out", Crop},
};

}  // namespace

std::span<const Rule> SliceRules() { return kRules; }

}  // namespace fastdeploy::onnx
