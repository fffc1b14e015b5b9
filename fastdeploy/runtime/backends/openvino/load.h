// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/runtime/backends/openvino/compile.h"

namespace fastdeploy {

/// The compiled model: from the cache of compiled models if that has it, else compiled, put into
/// the cache and read from there. Throws as CompileWithOpenVINO.
CompiledModels LoadWithOpenVINO(const ModelFile& file, const RuntimeOption& option);

}  // namespace fastdeploy
