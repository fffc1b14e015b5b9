// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/compiled_model.hpp>
#include <optional>

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

struct CompiledModels {
  ov::CompiledModel model;
  /// The same in one stream over all threads, for a lone caller; it gives the same bits. Only of a
  /// small model, and if no number of streams is asked for.
  std::optional<ov::CompiledModel> for_one_caller;
};

/// Reads a model, fixes its shapes as the option asks, and compiles it.
/// Throws Error, ov::Exception, or whatever OpenVINO's front ends throw.
CompiledModels CompileWithOpenVINO(const ModelFile& file, const RuntimeOption& option);

}  // namespace fastdeploy
