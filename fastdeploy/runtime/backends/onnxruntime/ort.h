// SPDX-License-Identifier: Apache-2.0
#pragma once

// ONNX Runtime's C++ API without a linked library, which LoadOnnxRuntime loads.
#define ORT_API_MANUAL_INIT
#include <onnxruntime_cxx_api.h>

#include <string>

namespace fastdeploy {

/// Loads the library, once per process; the API can be used after that. Looks beside our own
/// library, in the wheel `onnxruntime` beside our package, in the system's folders, and where the
/// library was at build time. Throws Error (kUnsupported) with the name of the library.
/// Thread-safe.
void LoadOnnxRuntime();

/// The library's version, e.g. "1.32.0". Throws as LoadOnnxRuntime does.
std::string OnnxRuntimeVersion();

/// The process's only environment. It is never destroyed, since sessions may outlive main.
Ort::Env& OnnxRuntimeEnvironment();

}  // namespace fastdeploy
