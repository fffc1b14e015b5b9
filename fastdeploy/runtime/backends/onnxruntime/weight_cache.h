// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

namespace fastdeploy {

struct RuntimeOption;

/// The path of a model that was optimised with `options` and keeps its weights, packed as this CPU
/// wants them, in files beside it that are mapped: all processes that open it share their pages.
///
/// It lies in a folder of the cache folder, named by a digest of the model, of ONNX Runtime's
/// version, of the CPU's abilities and of the options that matter. What is not there, or is
/// damaged, is made: one process does, others wait. A process that is killed meanwhile leaves
/// nothing that is taken for whole. `onnx` is the model, `path` where it lies ("" for one from
/// memory). Throws Error, Ort::Exception.
std::string SharedModel(std::string_view onnx, const std::string& path, Ort::SessionOptions options,
                        const RuntimeOption& option);

}  // namespace fastdeploy
