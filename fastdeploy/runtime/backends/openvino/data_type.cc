// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/data_type.h"

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

struct TypeRow {
  FDDataType ours;
  ov::element::Type_t theirs;
};

constexpr TypeRow kTypes[] = {
    {.ours = BOOL, .theirs = ov::element::Type_t::boolean},
    {.ours = INT16, .theirs = ov::element::Type_t::i16},
    {.ours = INT32, .theirs = ov::element::Type_t::i32},
    {.ours = INT64, .theirs = ov::element::Type_t::i64},
    {.ours = FP16, .theirs = ov::element::Type_t::f16},
    {.ours = FP32, .theirs = ov::element::Type_t::f32},
    {.ours = FP64, .theirs = ov::element::Type_t::f64},
    {.ours = UINT8, .theirs = ov::element::Type_t::u8},
    {.ours = INT8, .theirs = ov::element::Type_t::i8},
};

}  // namespace

ov::element::Type ToOpenVINO(FDDataType dtype) {
  for (const TypeRow& row : kTypes) {
    if (row.ours == dtype) return row.theirs;
  }
  throw Error(ErrorKind::kUnsupported, "OpenVINO has no element type " + Str(dtype));
}

FDDataType FromOpenVINO(const ov::element::Type& type) {
  for (const TypeRow& row : kTypes) {
    if (row.theirs == type) return row.ours;
  }
  throw Error(ErrorKind::kUnsupported,
              "OpenVINO's element type " + type.get_type_name() + " is not supported");
}

}  // namespace fastdeploy
