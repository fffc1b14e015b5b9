// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// Loads the model. Paddle models are converted to ONNX first; with weight sharing, the session
/// uses files that other processes map, too. Throws Error, Ort::Exception.
Ort::Session LoadWithOnnxRuntime(const ModelFile& model, const RuntimeOption& option);

/// Whether the installed library has a provider for the device.
bool RunsOnWithOnnxRuntime(Device device);

}  // namespace fastdeploy
