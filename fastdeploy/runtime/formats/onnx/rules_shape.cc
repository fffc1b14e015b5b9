// SPDX-License-Identifier: Apache-2.0
//
// The same values in another shape, order or type; several tensors as one, and one as several.

#include <algorithm>
#include <numeric>

#include "fastdeploy/runtime/formats/onnx/tensor_array.h"

namespace fastdeploy::onnx {
namespace {

/// A number from 0 on for an axis that may be counted from the end.
int64_t AxisIn(int64_t axis, int64_t rank) { return axis < 0 ? axis + rank : axis; }

/// The shape that 0 (as before) and -1 (the rest) stand for.
std::optional<Ints> ResolvedShape(Ints shape, const Array& x) {
  int64_t known = 1;
  auto rest = shape.end();
  for (auto dim = shape.begin(); dim != shape.end(); ++dim) {
    const auto i = static_cast<size_t>(dim - shape.begin());
    if (*dim == 0 && i < x.dims.size()) *dim = x.dims[i];
    if (*dim < 0) {
      rest = dim;
    } else {
      known *= *dim;
    }
  }
  const auto size = static_cast<int64_t>(x.Count());
  if (rest != shape.end()) {
    if (known == 0 || size % known != 0) return std::nullopt;
    *rest = size / known;
  } else if (known != size) {
    return std::nullopt;
  }
  return shape;
}

Results Reshape(Op& op) {
  const auto shape = op.KnownInts("shape");
  if (const auto x = op.Known("x"); x.has_value() && shape.has_value()) {
    if (const auto dims = ResolvedShape(*shape, *x)) return {x->Reshaped(*dims)};
  }
  return {op.Emit("Reshape", {op.In("x"), op.VectorOf("shape")})};
}

Results Flatten(Op& op) {
  const int64_t rank = op.RankOf("x");
  if (rank == 0) return {op.Reshape(op.In("x"), {1})};
  const int64_t begin = AxisIn(op.Int("start_axis", 1), rank);
  const int64_t end = AxisIn(op.Int("stop_axis", -1), rank) + 1;
  const std::string x = op.In("x");
  Ints shape(static_cast<size_t>(begin), 0);
  shape.push_back(-1);
  if (end == rank) return {op.Reshape(x, shape)};
  if (end == begin + 1) return {x};
  Names parts;
  if (begin > 0) parts.push_back(op.ShapeOf(x, 0, begin));
  parts.push_back(op.Vector({-1}));
  parts.push_back(op.ShapeOf(x, end));
  return {op.Emit("Reshape", {x, op.Concat(parts, 0)})};
}

/// The older flatten: to a matrix.
Results FlattenToMatrix(Op& op) {
  return {op.Emit("Flatten", {op.In("x")}, {{"axis", op.Int("axis", 1)}})};
}

Results Transpose(Op& op) {
  Ints order = op.IntArray("perm|axis");
  if (order.empty()) return {op.In("x")};
  for (int64_t& axis : order) axis = AxisIn(axis, op.RankOf("x"));
  return {op.Transpose(op.In("x"), order)};
}

/// Axes whose size is not 1 stay. Without axes, all of size 1 go.
Results Squeeze(Op& op) {
  const Ints dims = op.DimsOf("x");
  const auto rank = static_cast<int64_t>(dims.size());
  const Ints named = op.Has("axes") ? op.IntsOf("axes") : Ints();
  const bool dynamic = std::ranges::any_of(dims, [](int64_t dim) { return dim < 0; });
  if (named.empty() && dynamic) return {op.Emit("Squeeze", {op.In("x")})};
  Ints axes;
  for (int64_t i = 0; i < rank; ++i) {
    const bool is_named = named.empty() || std::ranges::any_of(named, [&](int64_t axis) {
                            return AxisIn(axis, rank) == i;
                          });
    const int64_t dim = dims.at(static_cast<size_t>(i));
    if (is_named && (dim == 1 || dim < 0)) axes.push_back(i);
  }
  if (const auto x = op.Known("x")) {
    Ints left;
    for (int64_t i = 0; i < rank; ++i) {
      if (std::ranges::find(axes, i) == axes.end()) left.push_back(dims.at(static_cast<size_t>(i)));
    }
    return {x->Reshaped(left)};
  }
  return {axes.empty() ? op.In("x") : op.Squeeze(op.In("x"), axes)};
}

/// Paddle inserts one axis after the other.
Results Unsqueeze(Op& op) {
  Ints dims = op.DimsOf("x");
  Ints axes;
  for (const int64_t named : op.IntsOf("axes")) {
    const int64_t axis = AxisIn(named, static_cast<int64_t>(dims.size()) + 1);
    if (axis < 0 || axis > static_cast<int64_t>(dims.size())) op.Refuse("an axis out of range");
    for (int64_t& other : axes) other += other >= axis ? 1 : 0;
    axes.push_back(axis);
    dims.insert(dims.begin() + axis, 1);
  }
  if (const auto x = op.Known("x")) return {x->Reshaped(dims)};
  if (axes.empty()) return {op.In("x")};
  std::ranges::sort(axes);
  return {op.Unsqueeze(op.In("x"), axes)};
}

// --- Several tensors, and one ---

/// The type of the result: that of the tensors, or that of those which are no constants.
DType CommonType(Op& op) {
  const DType declared = op.OutputType();
  if (declared != kUndefined) return declared;
  return op.TypeOf("x");
}

Names AllAs(Op& op, DType dtype) {
  Names names;
  for (size_t i = 0; i < op.Count("x"); ++i) names.push_back(op.InAs("x", dtype, i));
  return names;
}

/// Numbers, or rows of numbers, as one row: if all are known.
std::optional<Array> KnownRow(Op& op, int64_t most_dims) {
  for (size_t i = 0; i < op.Count("x"); ++i) {
    if (op.RankOf("x", i) > most_dims) return std::nullopt;
  }
  const auto all = op.Known("x");
  if (!all.has_value()) return std::nullopt;
  return all->As(CommonType(op)).Reshaped({static_cast<int64_t>(all->Count())});
}

Results Concat(Op& op) {
  if (const auto row = KnownRow(op, 1)) return {*row};
  const Ints axis = op.Has("axis") ? op.IntsOf("axis") : Ints{0};
  if (axis.size() != 1) op.Refuse("other than one axis");
  return {op.Concat(AllAs(op, CommonType(op)), axis[0])};
}

Results Stack(Op& op) {
  if (const auto row = KnownRow(op, 0)) return {*row};
  const int64_t axis = op.Int("axis", 0);
  Names parts = AllAs(op, CommonType(op));
  for (std::string& part : parts) part = op.Unsqueeze(part, {axis});
  return {op.Concat(parts, axis)};
}

/// The sizes of the parts, of which one may be -1: the rest.
std::string Sections(Op& op, const std::string& x, int64_t axis) {
  const auto known = op.KnownInts("sections");
  if (!known.has_value()) return op.VectorOf("sections");
  const auto rest = std::ranges::find_if(*known, [](int64_t size) { return size < 0; });
  if (rest == known->end()) return op.Vector(*known);
  const int64_t others = std::accumulate(known->begin(), known->end(), int64_t{0}) - *rest;
  const std::string left = op.Emit("Sub", {op.SizeOf(x, axis), op.Vector({others})});
  Names parts;
  if (rest != known->begin()) parts.push_back(op.Vector(Ints(known->begin(), rest)));
  parts.push_back(left);
  if (rest + 1 != known->end()) parts.push_back(op.Vector(Ints(rest + 1, known->end())));
  return op.Concat(parts, 0);
}

Names EqualParts(Op& op, const std::string& x, int64_t axis) {
  const size_t count = op.OutputCount();
  if (count == 1) return {x};
  return op.EmitMany("Split", {x}, count, {{"axis", axis}, {"num_outputs", count}});
}

Results Split(Op& op) {
  const Ints named = op.Has("axis") ? op.IntsOf("axis") : Ints{0};
  const int64_t axis = AxisIn(named.at(0), op.RankOf("x"));
  const std::string x = op.In("x");
  const auto sections = op.KnownInts("sections");
  const bool equal = !op.Has("sections") || (sections.has_value() && sections->empty());
  if (equal || op.OutputCount() == 1) return FromNames(EqualParts(op, x, axis));
  return FromNames(
      op.EmitMany("Split", {x, Sections(op, x, axis)}, op.OutputCount(), {{"axis", axis}}));
}

Results SplitWithNum(Op& op) {
  return FromNames(EqualParts(op, op.In("x"), AxisIn(op.IntsOf("axis").at(0), op.RankOf("x"))));
}

Results Unbind(Op& op) {
  const int64_t axis = AxisIn(op.Int("axis", 0), op.RankOf("x"));
  Names parts = EqualParts(op, op.In("x"), axis);
  for (std::string& part : parts) part = op.Squeeze(part, {axis});
  return FromNames(parts);
}

// --- Repetition ---

/// -1 keeps a dimension, as 1 does in ONNX.
Results Expand(Op& op) {
  std::string shape;
  if (auto known = op.KnownInts("shape")) {
    for (int64_t& dim : *known) dim = dim == -1 ? 1 : dim;
    shape = op.Vector(*known);
  } else {
    shape = op.VectorOf("shape");
    const std::string keeps = op.Emit("Less", {shape, op.Vector({0})});
    shape = op.Emit("Where", {keeps, op.Vector({1}), shape});
  }
  return {op.Emit("Expand", {op.In("x"), shape})};
}

Results ExpandAs(Op& op) { return {op.Emit("Expand", {op.In("x"), op.ShapeOf(op.In("y"))})}; }

/// Every tensor in the shape that arithmetic would give them all.
Results BroadcastTensors(Op& op) {
  const Names values = op.All("x");
  Names results;
  for (size_t i = 0; i < values.size(); ++i) {
    std::string value = values[i];
    for (size_t j = 0; j < values.size(); ++j) {
      if (j != i) value = op.Emit("Expand", {value, op.ShapeOf(values[j])});
    }
    results.push_back(value);
  }
  return FromNames(results);
}

/// How many numbers of a shape an operand has.
int64_t LengthOf(Op& op, std::string_view operand) {
  if (const auto known = op.KnownInts(operand)) return static_cast<int64_t>(known->size());
  if (op.Count(operand) > 1 || op.RankOf(operand) == 0) {
    return static_cast<int64_t>(op.Count(operand));
  }
  const int64_t length = op.DimsOf(operand).at(0);
  if (length < 0) op.Refuse("a shape of unknown length");
  return length;
}

Results Tile(Op& op) {
  const int64_t missing = LengthOf(op, "repeats") - op.RankOf("x");
  std::string x = op.In("x");
  std::string repeats = op.VectorOf("repeats");
  if (missing > 0) {
    Ints axes(static_cast<size_t>(missing));
    std::iota(axes.begin(), axes.end(), 0);
    x = op.Unsqueeze(x, axes);
  } else if (missing < 0) {
    repeats = op.Concat({op.Vector(Ints(static_cast<size_t>(-missing), 1)), repeats}, 0);
  }
  return {op.Emit("Tile", {x, repeats})};
}

/// Every slice along the axis several times. Without an axis: of all in one row.
Results RepeatInterleave(Op& op) {
  const bool flat = !op.HasAttr("axis|dim");
  const int64_t axis = flat ? 0 : op.Int("axis|dim");
  const std::string x = flat ? op.Reshape(op.In("x"), {-1}) : op.In("x");
  const std::string repeats = op.Integer(op.Int("repeats|Repeats"));
  const std::string size = op.ScalarSizeOf(x, axis < 0 ? axis + op.RankOf("x") : axis);
  const std::string places = op.Emit("Div", {op.Range(op.Emit("Mul", {size, repeats})), repeats});
  return {op.Emit("Gather", {x, places}, {{"axis", axis}})};
}

/// In ProgramDesc, and in PIR under its older name, a shape is int32.
Results Shape(Op& op) {
  const DType dtype = op.Type() == "shape64" ? kInt64 : kInt32;
  if (op.Known("x").has_value() || op.IsParameter("x")) {
    return {Array::Ints(op.DimsOf("x"), dtype)};
  }
  const std::string shape = op.ShapeOf(op.In("x"));
  return {dtype == kInt64 ? shape : op.Cast(shape, dtype)};
}

Results Size(Op& op) { return {op.Emit("Size", {op.In("x")})}; }

Results Cast(Op& op) {
  const auto dtype = op.TypeAttr("dtype|out_dtype");
  if (!dtype.has_value()) op.Refuse("a cast to no type");
  if (const auto x = op.Known("x")) return {x->As(*dtype)};
  return {op.InAs("x", *dtype)};
}

Results Flip(Op& op) {
  Ints axes = op.IntArray("axis");
  return {op.Emit("Slice", {op.In("x"), op.Vector(Ints(axes.size(), -1)),
                            op.Vector(Ints(axes.size(), -INT64_MAX)), op.Vector(axes),
                            op.Vector(Ints(axes.size(), -1))})};
}

/// What leaves an axis at its end comes back at its beginning. Without axes: of all in one row.
Results Roll(Op& op) {
  Ints axes = op.IntArray("axis");
  const bool flat = axes.empty();
  if (flat) axes = {0};
  const std::string whole = op.In("x");
  std::string x = flat ? op.Reshape(whole, {-1}) : whole;
  const std::string shifts = op.VectorOf("shifts");
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto place = static_cast<int64_t>(i);
    const std::string axis = op.Vector({axes[i]});
    const std::string shift = axes.size() == 1 ? shifts : op.Slice(shifts, 0, place, place + 1);
    const std::string cut = op.Emit("Mod", {op.Emit("Neg", {shift}), op.SizeOf(x, axes[i])});
    x = op.Concat({op.Emit("Slice", {x, cut, op.Vector({INT64_MAX}), axis}),
                   op.Emit("Slice", {x, op.Vector({0}), cut, axis})},
                  axes[i]);
  }
  return {flat ? op.Emit("Reshape", {x, op.ShapeOf(whole)}) : x};
}

Results Nothing(Op&) { return {}; }

Results Assign(Op& op) {
  if (CopyArray(op, op.ValueOf("x"))) return {};
  if (const auto known = op.Known("x")) return {*known};
  return {op.In("x")};
}

constexpr Rule kRules[] = {
    {"reshape|reshape reshape2", "x:X shape:*ShapeTensor,Shape,@shape -> Out", Reshape},
    {"flatten|flatten_contiguous_range", "x:X -> Out", Flatten},
    {"|flatten flatten2", "x:X -> Out", FlattenToMatrix},
    {"transpose|transpose transpose2", "x:X -> Out", Transpose},
    {"squeeze|squeeze squeeze2", "x:X axes:*AxesTensorList,AxesTensor,@axes -> Out", Squeeze},
    {"unsqueeze|unsqueeze unsqueeze2", "x:X axes:*AxesTensorList,AxesTensor,@axes -> Out",
     Unsqueeze},
    {"concat", "x:*X axis:AxisTensor,@axis -> Out", Concat},
    {"stack", "x:*X -> Y", Stack},
    {"split", "x:X sections:*SectionsTensorList,@sections axis:AxisTensor,@axis -> *Out", Split},
    {"split_with_num|", "x:X axis:@axis -> *Out", SplitWithNum},
    {"unbind", "x:X -> *Out", Unbind},
    {"unstack", "x:X -> *Y", Unbind},
    {"expand|expand_v2", "x:X shape:Shape,*expand_shapes_tensor,@shape -> Out", Expand},
    {"expand_as|expand_as_v2", "x:X y:Y -> Out", ExpandAs},
    {"broadcast_tensors", "x:*X -> *Out", BroadcastTensors},
    {"tile", "x:X repeats:RepeatTimes,*repeat_times_tensor,@repeat_times -> Out", Tile},
    {"repeat_interleave", "x:X -> Out", RepeatInterleave},
    {"shape shape64|shape", "x:Input -> Out", Shape},
    {"numel|size", "x:Input -> Out", Size},
    {"cast", "x:X -> Out", Cast},
    {"flip reverse", "x:X -> Out", Flip},
    {"roll", "x:X shifts:ShiftsTensor,@shifts -> Out", Roll},
    {"assign share_data memcpy_d2h memcpy_h2d", "x:X -> Out", Assign},
    {"print", "x:In -> Out", Assign},
    {"assert", "x:Cond -> ", Nothing},
};

}  // namespace

std::span<const Rule> ShapeRules() { return kRules; }

}  // namespace fastdeploy::onnx
