// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

namespace fastdeploy {

/// Element types of ONNX Runtime and ours. Throw Error (kUnsupported) for one that the other lacks.
FDDataType FromOrt(ONNXTensorElementDataType type);
ONNXTensorElementDataType ToOrt(FDDataType type);

}  // namespace fastdeploy
