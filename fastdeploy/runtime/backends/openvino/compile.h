// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/any.hpp>
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
  /// Whether it computes the same after it was exported and imported.
  bool can_be_kept = true;
};

/// Reads a model, fixes its shapes as the option asks, and compiles it, with the properties that
/// are given back in `config`. Throws Error, ov::Exception, or whatever OpenVINO's front ends
/// throw.
CompiledModels CompileWithOpenVINO(const ModelFile& file, const RuntimeOption& option,
                                   ov::AnyMap* config);

/// The properties of CompiledModels::for_one_caller, given those of the model.
ov::AnyMap ForOneCaller(ov::AnyMap config);

}  // namespace fastdeploy
