// SPDX-License-Identifier: Apache-2.0
#pragma once

// ONNX Runtime's C++ API without its library: LoadOnnxRuntime gives it one.
#define ORT_API_MANUAL_INIT
#include <onnxruntime_cxx_api.h>

#include <string>

namespace fastdeploy {

/// Finds and loads the library, once for the process; the API works from then on. Looks beside our
/// own library, in the wheel `onnxruntime` beside our package, in the system's folders, and where
/// it was when this was built. Throws Error (kUnsupported) that says what was looked for.
/// Thread-safe.
void LoadOnnxRuntime();

/// "1.32.0". Throws as LoadOnnxRuntime.
std::string OnnxRuntimeVersion();

/// The one environment of the process, which is never destroyed: sessions may outlive main.
Ort::Env& OnnxRuntimeEnvironment();

}  // namespace fastdeploy
