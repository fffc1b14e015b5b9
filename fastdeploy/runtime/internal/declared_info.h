// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/formats/paddle/program.h"

namespace fastdeploy {

/// An input or output as the program declares it. Throws Error (kUnsupported) if it does not.
inline TensorInfo DeclaredInfo(const paddle::Program& program, const paddle::Port& port) {
  const auto type = program.types.find(port.value);
  if (type == program.types.end()) {
    throw Error(ErrorKind::kUnsupported, "the program does not declare '" + port.name + "'");
  }
  // DType has the numbers of FDDataType.
  TensorInfo info = {
      .name = port.name, .shape = {}, .dtype = static_cast<FDDataType>(type->second.dtype)};
  for (const int64_t dim : type->second.dims) {
    info.shape.push_back(dim < 0 ? -1 : static_cast<int>(dim));
  }
  return info;
}

}  // namespace fastdeploy
