// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

namespace fastdeploy {

struct RuntimeOption;

/// The path of the model, optimised with `options`, with its weights in files beside it, packed for
/// this CPU. ONNX Runtime maps those files, so that all processes which open them share their
/// pages.
///
/// The files are in a folder of the cache folder, named by a digest of the model, the version of
/// ONNX Runtime, the features of the CPU and the options that matter. If they do not exist or are
/// damaged, one process writes them while others wait. If that process is killed, the incomplete
/// files are never used. `onnx` is the model, `path` its file ("" for a model from memory).
/// Throws Error, Ort::Exception.
std::string SharedModel(std::string_view onnx, const std::string& path, Ort::SessionOptions options,
                        const RuntimeOption& option);

}  // namespace fastdeploy
