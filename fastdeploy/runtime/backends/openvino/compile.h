// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/compiled_model.hpp>

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// Reads a model, fixes the shapes that the option names, and compiles it.
/// Throws Error, ov::Exception, or what a front end of OpenVINO throws.
ov::CompiledModel CompileWithOpenVINO(const ModelFile& file, const RuntimeOption& option);

}  // namespace fastdeploy
