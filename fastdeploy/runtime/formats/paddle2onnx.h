// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/runtime/formats/model_file.h"

namespace fastdeploy {

/// Writes a Paddle model as ONNX to `target`, through the PyPI tool paddle2onnx: the program of
/// that name, $FASTDEPLOY_PADDLE2ONNX or `program`. Throws Error; kNotFound where the program is
/// not there, with what to install. Thread-safe.
void WriteOnnx(const ModelFile& model, const std::string& target, const std::string& program = "");

}  // namespace fastdeploy
