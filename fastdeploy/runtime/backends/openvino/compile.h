// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/compiled_model.hpp>

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// Reads a model, fixes its shapes as the option asks, and compiles it.
/// Throws Error, ov::Exception, or whatever OpenVINO's front ends throw.
ov::CompiledModel CompileWithOpenVINO(const ModelFile& file, const RuntimeOption& option);

}  // namespace fastdeploy
