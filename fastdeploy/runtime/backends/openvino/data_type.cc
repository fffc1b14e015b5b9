// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/data_type.h"

#include <array>
#include <utility>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

const std::array<std::pair<FDDataType, ov::element::Type>, 9>& Pairs() {
  static const std::array<std::pair<FDDataType, ov::element::Type>, 9> pairs = {
      {{BOOL, ov::element::boolean},
       {INT16, ov::element::i16},
       {INT32, ov::element::i32},
       {INT64, ov::element::i64},
       {FP16, ov::element::f16},
       {FP32, ov::element::f32},
       {FP64, ov::element::f64},
       {UINT8, ov::element::u8},
       {INT8, ov::element::i8}}};
  return pairs;
}

}  // namespace

ov::element::Type ToOpenVINO(FDDataType dtype) {
  for (const auto& [ours, theirs] : Pairs()) {
    if (ours == dtype) return theirs;
  }
  throw Error(ErrorKind::kUnsupported, "OpenVINO has no element type " + Str(dtype));
}

FDDataType FromOpenVINO(const ov::element::Type& type) {
  for (const auto& [ours, theirs] : Pairs()) {
    if (theirs == type) return ours;
  }
  throw Error(ErrorKind::kUnsupported, "no tensor type for OpenVINO's " + type.get_type_name());
}

}  // namespace fastdeploy
