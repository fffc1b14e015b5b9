// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

namespace fastdeploy {

/// The operators of our own domain (runtime/operators), for the options of a session. It exists
/// once and is never destroyed. Needs LoadOnnxRuntime. Thread-safe.
const Ort::CustomOpDomain& OwnOperators();

}  // namespace fastdeploy
