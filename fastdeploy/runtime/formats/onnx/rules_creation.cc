// SPDX-License-Identifier: Apache-2.0
//
// Tensors from numbers alone.

#include <cmath>
#include <cstdlib>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

DType TypeOfResult(Op& op) {
  const auto dtype = op.TypeAttr("dtype");
  return dtype.has_value() ? *dtype : op.OutputType();
}

/// Equal values: as a constant if they are few, else made when the model runs.
Result Filled(Op& op, const Array& value, const Ints& shape) {
  constexpr int64_t kFew = 4096;
  if (ConstantSize(shape) > kFew) {
    return op.Emit("Expand", {op.Constant(value.Reshaped({})), op.Vector(shape)});
  }
  Array array = {.dtype = value.dtype, .dims = shape, .ints = {}, .floats = {}};
  const auto count = static_cast<size_t>(ConstantSize(shape));
  if (IsFloat(value.dtype)) {
    array.floats.assign(count, value.floats.at(0));
  } else {
    array.ints.assign(count, value.ints.at(0));
  }
  return array;
}

Results Full(Op& op) {
  return {Filled(op, Array::Scalar(op.Float("value"), TypeOfResult(op)), op.IntArray("shape"))};
}

Results FullIntArray(Op& op) { return {Array::Ints(op.IntArray("value"), TypeOfResult(op))}; }

/// Numbers of ProgramDesc are float32 unless there is a text, which has all digits.
Array FillValue(Op& op, DType dtype) {
  const std::string text = op.String("str_value");
  if (text.empty()) return Array::Scalar(op.Float("value", 0), dtype);
  if (IsFloat(dtype)) return Array::Scalar(std::strtod(text.c_str(), nullptr), dtype);
  char* end = nullptr;
  const int64_t whole = std::strtoll(text.c_str(), &end, 10);
  if (*end == '\0') return Array::Ints({whole}, kInt64).Reshaped({}).As(dtype);
  return Array::Scalar(std::strtod(text.c_str(), nullptr), dtype);
}

Results FillConstant(Op& op) {
  const DType dtype = TypeOfResult(op);
  const auto shape = op.KnownInts("shape");
  if (op.Has("value") && !op.Known("value").has_value()) {
    return {op.Emit("Expand", {op.NumberOf("value", dtype), op.VectorOf("shape")})};
  }
  const Array value = op.Has("value") ? op.Known("value")->As(dtype) : FillValue(op, dtype);
  if (shape.has_value()) return {Filled(op, value, *shape)};
  return {op.Emit("Expand", {op.Constant(value.Reshaped({})), op.VectorOf("shape")})};
}

Results AssignValue(Op& op) {
  const DType dtype = TypeOfResult(op);
  Array values;
  for (const char* name :
       {"values", "fp32_values", "int32_values", "int64_values", "bool_values"}) {
    const auto floats = op.FloatArray(name);
    if (floats.empty()) continue;
    values = Array{.dtype = kFloat64, .dims = {}, .ints = {}, .floats = floats};
    break;
  }
  values = values.As(dtype).Reshaped(op.IntArray("shape"));
  if (static_cast<int64_t>(values.size()) != ConstantSize(values.dims)) {
    op.Refuse("as many values as the shape does not have");
  }
  return {values};
}

constexpr Rule kRules[] = {
    {"full|", "-> Out", Full},
    {"full_int_array|", "-> Out", FullIntArray},
    {"full_with_tensor|", "value: shape:@shape -> Out", FillConstant},
    {"|fill_constant", "shape:ShapeTensor,*ShapeTensorList,@shape value:ValueTensor -> Out",
     FillConstant},
    {"assign_value", "-> Out", AssignValue},
};

}  // namespace

std::span<const Rule> CreationRules() { return kRules; }

}  // namespace fastdeploy::onnx
