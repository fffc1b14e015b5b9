// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/runtime/formats/model_file.h"

namespace fastdeploy {

/// Converts a Paddle model to ONNX and writes it to `target`. Runs `program`, else
/// $FASTDEPLOY_PADDLE2ONNX, else the program `paddle2onnx` of the PyPI package of that name. Throws
/// Error; if there is no such program, kNotFound with what to install. Thread-safe.
void WriteOnnx(const ModelFile& model, const std::string& target, const std::string& program = "");

}  // namespace fastdeploy
