// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_type.h"

namespace fastdeploy {

/// Element types by their numbers in Paddle's programs and parameter files (VarType.Type in
/// paddle/fluid/framework/framework.proto): those of FDDataType, which has no bfloat16. A number
/// that a file gives is kept as int64_t, since it may be any other.
enum DType : int32_t {
  kUndefined = -1,
  kBool = BOOL,
  kInt16 = INT16,
  kInt32 = INT32,
  kInt64 = INT64,
  kFloat16 = FP16,
  kFloat32 = FP32,
  kFloat64 = FP64,
  kUint8 = UINT8,
  kInt8 = INT8,
  kBfloat16 = 22,
};

struct DTypeRow {
  DType number;
  std::string_view name;      ///< as attributes spell it
  std::string_view pir_name;  ///< as the types of values spell it in inference.json
  int64_t size;               ///< bytes of one element
  int32_t onnx;               ///< its number in ONNX (TensorProto.DataType)
};

inline constexpr std::array<DTypeRow, 10> kDTypes = {{
    {.number = kBool, .name = "bool", .pir_name = "bool", .size = 1, .onnx = 9},
    {.number = kInt16, .name = "int16", .pir_name = "i16", .size = 2, .onnx = 5},
    {.number = kInt32, .name = "int32", .pir_name = "i32", .size = 4, .onnx = 6},
    {.number = kInt64, .name = "int64", .pir_name = "i64", .size = 8, .onnx = 7},
    {.number = kFloat16, .name = "float16", .pir_name = "f16", .size = 2, .onnx = 10},
    {.number = kFloat32, .name = "float32", .pir_name = "f32", .size = 4, .onnx = 1},
    {.number = kFloat64, .name = "float64", .pir_name = "f64", .size = 8, .onnx = 11},
    {.number = kUint8, .name = "uint8", .pir_name = "ui8", .size = 1, .onnx = 2},
    {.number = kInt8, .name = "int8", .pir_name = "i8", .size = 1, .onnx = 3},
    {.number = kBfloat16, .name = "bfloat16", .pir_name = "bf16", .size = 2, .onnx = 16},
}};

/// The row of a number, or null.
constexpr const DTypeRow* FindDType(int64_t number) {
  const auto* row =
      std::ranges::find_if(kDTypes, [&](const DTypeRow& type) { return type.number == number; });
  return row == kDTypes.end() ? nullptr : row;
}

/// The row of either name, or null.
constexpr const DTypeRow* FindDType(std::string_view name) {
  const auto* row = std::ranges::find_if(
      kDTypes, [&](const DTypeRow& type) { return type.name == name || type.pir_name == name; });
  return row == kDTypes.end() ? nullptr : row;
}

constexpr bool IsFloat(int64_t dtype) {
  return dtype == kFloat32 || dtype == kFloat64 || dtype == kFloat16 || dtype == kBfloat16;
}

/// "float32", or "type 99" for a number that is not known.
inline std::string DTypeName(int64_t number) {
  const DTypeRow* row = FindDType(number);
  return row == nullptr ? "type " + std::to_string(number) : std::string(row->name);
}

/// The type with a number that a file gives; kUndefined stays so. Throws Error (kUnsupported) for
/// one that is not known.
inline DType DTypeOf(int64_t number) {
  if (number == kUndefined) return kUndefined;
  if (const DTypeRow* row = FindDType(number)) return row->number;
  throw Error(ErrorKind::kUnsupported, "values of " + DTypeName(number) + " are not supported");
}

}  // namespace fastdeploy
