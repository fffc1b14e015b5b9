// SPDX-License-Identifier: Apache-2.0
//
// Tensors from numbers alone, and from the shape of another.

#include <cmath>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

DType TypeOfResult(Op& op) {
  const auto dtype = op.TypeAttr("dtype");
  return dtype.has_value() ? *dtype : op.OutputType();
}

/// Equal values: a constant if they are few, else made when the model runs.
Result Filled(Op& op, double value, DType dtype, const Ints& shape) {
  constexpr int64_t kFew = 4096;
  if (ConstantSize(shape) <= kFew) return Array::Full(value, dtype, shape);
  return op.Emit("Expand", {op.Number(value, dtype), op.Vector(shape)});
}

Results Full(Op& op) {
  return {Filled(op, op.Float("value"), TypeOfResult(op), op.IntArray("shape"))};
}

Results FullIntArray(Op& op) { return {Array::Ints(op.IntArray("value"), TypeOfResult(op))}; }

/// ProgramDesc has the number as float32, and often as a text with more digits.
double FillNumber(Op& op) {
  return op.String("str_value").empty() ? op.Float("value", 0) : op.NumberInText("str_value");
}

Results FillConstant(Op& op) {
  const DType dtype = TypeOfResult(op);
  const auto shape = op.KnownInts("shape");
  if (op.Has("value") && !op.Known("value").has_value()) {
    return {op.Emit("Expand", {op.NumberOf("value", dtype), op.VectorOf("shape")})};
  }
  const double value = op.Has("value") ? op.NumberValue("value") : FillNumber(op);
  if (shape.has_value()) return {Filled(op, value, dtype, *shape)};
  return {op.Emit("Expand", {op.Number(value, dtype), op.VectorOf("shape")})};
}

Results FullLike(Op& op) {
  const DType dtype = op.TypeAttr("dtype").value_or(op.TypeOf("x"));
  const std::string value = op.Has("value") ? op.NumberOf("value", dtype) : op.Number(0, dtype);
  return {op.Emit("Expand", {value, op.ShapeOf(op.In("x"))})};
}

/// A shape with one size, most often that of the batch, from another tensor.
Results FullBatchSizeLike(Op& op) {
  const DType dtype = TypeOfResult(op);
  const double value = op.Has("value") ? op.NumberValue("value") : FillNumber(op);
  const auto place = static_cast<size_t>(op.Int("output_dim_idx", 0));
  const std::string size = op.SizeOf(op.In("x"), op.Int("input_dim_idx", 0));
  const Ints shape = op.IntArray("shape");
  Names dims;
  for (size_t i = 0; i < shape.size(); ++i) {
    dims.push_back(i == place ? size : op.Vector({shape[i]}));
  }
  return {op.Emit("Expand", {op.Number(value, dtype), op.Concat(dims, 0)})};
}

Results AssignValue(Op& op) {
  Array values = {.dtype = kFloat64, .dims = {}, .ints = {}, .floats = {}};
  for (const char* name :
       {"values", "fp32_values", "int32_values", "int64_values", "bool_values", "fp64_values"}) {
    if (values.floats.empty()) values.floats = op.FloatArray(name);
  }
  values = values.As(TypeOfResult(op)).Reshaped(op.IntArray("shape"));
  if (static_cast<int64_t>(values.Count()) != ConstantSize(values.dims)) {
    op.Refuse("as many values as the shape does not have");
  }
  return {values};
}

Results Arange(Op& op) {
  DType dtype = op.TypeAttr("dtype").value_or(op.OutputType());
  if (dtype == kUndefined) dtype = op.TypeOf("start");
  return {op.Emit("Range", {op.NumberOf("start", dtype), op.NumberOf("end", dtype),
                            op.NumberOf("step", dtype)})};
}

/// Paddle counts the second half from the end.
Array KnownLinspace(double start, double stop, int64_t count, DType dtype) {
  Array values = {.dtype = kFloat64, .dims = {count}, .ints = {}, .floats = {}};
  const double step = count > 1 ? (stop - start) / static_cast<double>(count - 1) : 0;
  for (int64_t i = 0; i < count; ++i) {
    const bool from_end = count > 1 && i >= count / 2;
    values.floats.push_back(from_end ? stop - step * static_cast<double>(count - 1 - i)
                                     : start + step * static_cast<double>(i));
  }
  return values.As(dtype);
}

Results Linspace(Op& op) {
  const DType dtype = TypeOfResult(op);
  if (op.Known("start") && op.Known("stop") && op.Known("count")) {
    const auto count = static_cast<int64_t>(op.NumberValue("count"));
    ConstantSize({count});
    return {KnownLinspace(op.NumberValue("start"), op.NumberValue("stop"), count, dtype)};
  }
  if (!IsFloat(dtype)) op.Refuse("whole numbers between bounds that are computed");
  const std::string start = op.NumberOf("start", dtype);
  const std::string stop = op.NumberOf("stop", dtype);
  const std::string count = op.NumberOf("count", kInt64);
  const std::string one = op.Integer(1);
  const std::string last = op.Emit("Sub", {count, one});
  const std::string steps = op.Cast(op.Emit("Max", {last, one}), dtype);
  const std::string step = op.Emit("Div", {op.Emit("Sub", {stop, start}), steps});
  const std::string places = op.Range(count);
  const std::string rest = op.Cast(op.Emit("Sub", {last, places}), dtype);
  const std::string from_start =
      op.Emit("Add", {start, op.Emit("Mul", {step, op.Cast(places, dtype)})});
  const std::string from_end = op.Emit("Sub", {stop, op.Emit("Mul", {step, rest})});
  const std::string half = op.Emit("Div", {count, op.Integer(2)});
  const std::string is_first =  // a single number is the start
      op.Emit("Less", {places, op.Emit("Max", {half, one})});
  return {op.Emit("Where", {is_first, from_start, from_end})};
}

/// Coordinates of all points of a grid, the first along the first axis.
Results Meshgrid(Op& op) {
  const size_t count = op.Count("x");
  Names rows;
  Names sizes;
  for (size_t i = 0; i < count; ++i) {
    rows.push_back(op.RankOf("x", i) == 1 ? op.In("x", i) : op.Reshape(op.In("x", i), {-1}));
    sizes.push_back(op.ShapeOf(rows.back()));
  }
  const std::string shape = op.Concat(sizes, 0);
  Names results;
  for (size_t i = 0; i < count; ++i) {
    Ints dims(count, 1);
    dims[i] = -1;
    results.push_back(op.Emit("Expand", {op.Reshape(rows[i], dims), shape}));
  }
  return FromNames(results);
}

Results Eye(Op& op) {
  const auto rows = static_cast<int64_t>(op.NumberValue("rows"));
  auto columns = op.Has("columns") ? static_cast<int64_t>(op.NumberValue("columns")) : rows;
  if (columns < 0) columns = rows;
  Array matrix = Array::Full(0, kFloat64, {rows, columns});
  for (int64_t i = 0; i < std::min(rows, columns); ++i) {
    matrix.floats[static_cast<size_t>(i * columns + i)] = 1;
  }
  return {matrix.As(TypeOfResult(op))};
}

std::string Triangle(Op& op, bool upper) {
  const DType dtype = op.TypeOf("x");
  const bool truth = dtype == kBool;
  const std::string diagonal = op.Integer(op.Int("diagonal", 0));
  const std::string x = truth ? op.InAs("x", kInt32) : op.In("x");
  const std::string part = op.Emit("Trilu", {x, diagonal}, {{"upper", upper}});
  return truth ? op.Cast(part, kBool) : part;
}

Results Tril(Op& op) { return {Triangle(op, false)}; }
Results Triu(Op& op) { return {Triangle(op, true)}; }
Results TrilTriu(Op& op) { return {Triangle(op, !op.Bool("lower", true))}; }

/// A diagonal of a matrix as a row.
Results DiagonalOf(Op& op, const std::string& x, int64_t offset) {
  const int64_t row = std::max<int64_t>(-offset, 0);
  const int64_t column = std::max<int64_t>(offset, 0);
  const std::string columns = op.ScalarSizeOf(x, 1);
  const std::string count =
      op.Emit("Min", {op.Emit("Sub", {op.ScalarSizeOf(x, 0), op.Integer(row)}),
                      op.Emit("Sub", {columns, op.Integer(column)})});
  const std::string step = op.Emit("Add", {columns, op.Integer(1)});
  const std::string first =
      op.Emit("Add", {op.Emit("Mul", {columns, op.Integer(row)}), op.Integer(column)});
  const std::string places = op.Emit("Add", {op.Emit("Mul", {op.Range(count), step}), first});
  return {op.Emit("Gather", {op.Reshape(x, {-1}), places}, {{"axis", 0}})};
}

/// A row becomes a diagonal of a matrix; a diagonal of a matrix becomes a row.
Results Diag(Op& op) {
  const int64_t offset = op.Int("offset", 0);
  const DType dtype = op.TypeOf("x");
  std::string x = op.In("x");
  if (op.RankOf("x") == 2) return DiagonalOf(op, x, offset);
  if (op.RankOf("x") != 1) op.Refuse("other than a row or a matrix");
  const int64_t more = std::abs(offset);
  if (more > 0) x = op.Emit("Pad", {x, op.Vector({0, more}), op.Number(0, dtype)});
  const std::string places = op.Range(op.ScalarSizeOf(x, 0));
  const std::string rows = op.Unsqueeze(places, {1});
  const std::string is_on = op.Emit("Equal", {op.Emit("Add", {rows, op.Integer(offset)}), places});
  // The matrix has the row's first number in its first row, or in its first column.
  const std::string values = op.Unsqueeze(x, {offset >= 0 ? 1 : 0});
  return {op.Emit("Where", {is_on, values, op.Number(op.Float("padding_value", 0), dtype)})};
}

/// Where a triangle of a matrix is: all rows, then all columns.
template <bool kUpper>
Results TriangleIndices(Op& op) {
  const int64_t rows = op.Int("rows|row");
  const int64_t columns = op.Int("cols|col");
  const int64_t offset = op.Int("offset", 0);
  ConstantSize({rows, columns});
  Ints row_places;
  Ints column_places;
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t column = 0; column < columns; ++column) {
      if (kUpper ? column - row < offset : column - row > offset) continue;
      row_places.push_back(row);
      column_places.push_back(column);
    }
  }
  const auto count = static_cast<int64_t>(row_places.size());
  row_places.insert(row_places.end(), column_places.begin(), column_places.end());
  return {Array::Ints(row_places).As(TypeOfResult(op)).Reshaped({2, count})};
}

std::string OneHotOf(Op& op, const std::string& index) {
  const DType dtype = op.TypeAttr("dtype").value_or(kFloat32);
  const std::string result =
      op.Emit("OneHot", {index, op.VectorOf("depth"), op.Constant(Array::Floats({0, 1}, {2}))});
  return dtype == kFloat32 ? result : op.Cast(result, dtype);
}

Results OneHot(Op& op) { return {OneHotOf(op, op.InAs("x", kInt64))}; }

/// The older one: the last axis, of size 1, becomes that of the classes.
Results OneHotOfColumn(Op& op) { return {OneHotOf(op, op.Squeeze(op.InAs("x", kInt64), {-1}))}; }

Results Increment(Op& op) {
  const DType dtype = op.TypeOf("x");
  return {op.Emit("Add", {op.In("x"), op.Number(op.Float("value|step", 1), dtype)})};
}

constexpr Rule kRules[] = {
    {"full|", "-> Out", Full},
    {"full_int_array|", "-> Out", FullIntArray},
    {"full_with_tensor|", "value: shape:@shape -> Out", FillConstant},
    {"|fill_constant", "shape:ShapeTensor,*ShapeTensorList,@shape value:ValueTensor -> Out",
     FillConstant},
    {"full_like|fill_any_like", "x:X value:@value -> Out", FullLike},
    {"|fill_zeros_like fill_zeros_like2", "x:X -> Out", FullLike},
    {"full_batch_size_like|fill_constant_batch_size_like", "x:Input value: -> Out",
     FullBatchSizeLike},
    {"assign_value", "-> Out", AssignValue},
    {"arange|range", "start:Start end:End step:Step -> Out", Arange},
    {"linspace", "start:Start stop:Stop count:Num -> Out", Linspace},
    {"meshgrid", "x:*X -> *Out", Meshgrid},
    {"eye", "rows:@num_rows columns:@num_columns -> Out", Eye},
    {"tril|", "x:X -> Out", Tril},
    {"triu|", "x:X -> Out", Triu},
    {"|tril_triu", "x:X -> Out", TrilTriu},
    {"tril_indices", "-> out", TriangleIndices<false>},
    {"triu_indices", "-> out", TriangleIndices<true>},
    {"diag|diag_v2", "x:X -> Out", Diag},
    {"one_hot|one_hot_v2", "x:X depth:depth_tensor,@depth -> Out", OneHot},
    {"|one_hot", "x:X depth:depth_tensor,@depth -> Out", OneHotOfColumn},
    {"increment", "x:X -> Out", Increment},
};

}  // namespace

std::span<const Rule> CreationRules() { return kRules; }

}  // namespace fastdeploy::onnx
