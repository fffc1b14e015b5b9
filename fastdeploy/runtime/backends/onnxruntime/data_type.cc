// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/onnxruntime/data_type.h"

#include <fmt/format.h>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

struct TypeRow {
  FDDataType ours;
  ONNXTensorElementDataType theirs;
};

constexpr TypeRow kTypes[] = {
    {.ours = FP32, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT},
    {.ours = INT64, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64},
    {.ours = INT32, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32},
    {.ours = UINT8, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8},
    {.ours = INT8, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8},
    {.ours = INT16, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16},
    {.ours = BOOL, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL},
    {.ours = FP16, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16},
    {.ours = FP64, .theirs = ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE},
};

}  // namespace

FDDataType FromOrt(ONNXTensorElementDataType type) {
  for (const TypeRow& row : kTypes) {
    if (row.theirs == type) return row.ours;
  }
  throw Error(ErrorKind::kUnsupported,
              fmt::format("ONNX's element type {} is not supported", static_cast<int>(type)));
}

ONNXTensorElementDataType ToOrt(FDDataType type) {
  for (const TypeRow& row : kTypes) {
    if (row.ours == type) return row.theirs;
  }
  throw Error(ErrorKind::kUnsupported, fmt::format("ONNX has no element type {}", Str(type)));
}

}  // namespace fastdeploy
