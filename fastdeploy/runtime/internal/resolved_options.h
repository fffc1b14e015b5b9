// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fastdeploy {

struct RuntimeOption;

// What a RuntimeOption means. Some settings have several names, since 1.x has them twice: once for
// all backends, and once in the option of each backend. Where both are set, the backend's own wins.

/// Threads of one model: `own`, the backend's own setting, if it is positive, else the common
/// RuntimeOption::cpu_thread_num. -1: every core.
int CpuThreads(const RuntimeOption& option, int own);

/// Streams of OpenVINO: how many, or -1 (OpenVINO's choice), or -2 (one per NUMA node). 0: to be
/// chosen from the cost of the model, since the user has limited neither streams nor threads.
int OpenVINOStreams(const RuntimeOption& option);

using Dims = std::vector<int64_t>;  ///< -1 where dynamic

/// An input as the model file has it. It may have several names.
struct ModelInput {
  std::vector<std::string> names;
  std::optional<Dims> dims;  ///< none: any number of dimensions
};

/// Whether a backend can change the dimensions that a model file fixes.
enum class FixedDims { kCanChange, kStay };

/// The shapes that inputs get before the model is prepared, by their place in `inputs`: those of
/// `input_shapes` and `openvino_option.shape_infos`, or, if both are empty, `usual_input_shapes`.
/// The name "" means the only input. Where dimensions stay, -1 is what the model has.
///
/// Throws Error (kInvalidArgument) for a shape asked for that no input can have. A usual shape that
/// does not fit is left out: the name of no input, "" for a model with several, other dimensions.
std::map<size_t, Dims> ResolveShapes(const RuntimeOption& option,
                                     std::span<const ModelInput> inputs, FixedDims fixed);

}  // namespace fastdeploy
