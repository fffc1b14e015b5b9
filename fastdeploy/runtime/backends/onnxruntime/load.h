// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// A session of the model, ready to run. Paddle models are converted first; with weight sharing the
/// session is over files that other processes map, too. Throws Error, Ort::Exception.
Ort::Session LoadWithOnnxRuntime(const ModelFile& model, const RuntimeOption& option);

/// Whether the library that is there has a provider for the device.
bool RunsOnWithOnnxRuntime(Device device);

}  // namespace fastdeploy
