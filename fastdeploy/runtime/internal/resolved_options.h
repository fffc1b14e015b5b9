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
struct TensorInfo;

// What the settings of a RuntimeOption mean. Some exist twice, as in 1.x: once for all backends,
// and once in the option of each backend. If both are set, the backend's own takes precedence.

/// Threads of one model: `own`, the backend's own setting, if it is positive, else the common
/// RuntimeOption::cpu_thread_num. -1: every core.
int CpuThreads(const RuntimeOption& option, int own);

/// How many threads that is: every core means AvailableCores, and no more than MaxThreads.
int NumThreads(const RuntimeOption& option, int own);

/// The number of OpenVINO's streams, or -1 (OpenVINO's choice), or -2 (one per NUMA node), or 0: to
/// be chosen from the cost of the model, since the user has limited neither streams nor threads.
int OpenVINOStreams(const RuntimeOption& option);

using Dims = std::vector<int64_t>;  ///< -1 where dynamic

/// An input as in the model file. It may have several names.
struct ModelInput {
  std::vector<std::string> names;
  std::optional<Dims> dims;  ///< none: any number of dimensions
};

/// Whether a backend can change the dimensions that a model file fixes.
enum class FixedDims { kCanChange, kStay };

/// The shapes to give to inputs before the model is prepared, by index: those of `input_shapes` and
/// `openvino_option.shape_infos`, or, if both are empty, `usual_input_shapes`. The name "" means
/// the only input. With kStay, -1 stands for what the model has.
///
/// Throws Error (kInvalidArgument) if a shape that the user asks for is impossible. A usual shape
/// is left out if the model has no such input, or several in the case of "", or other dimensions.
std::map<size_t, Dims> ResolveShapes(const RuntimeOption& option,
                                     std::span<const ModelInput> inputs, FixedDims fixed);

/// The same for a network that stays as it is (kStay): gives the inputs their fixed shapes, so that
/// others are refused.
void FixInputs(const RuntimeOption& option, std::vector<TensorInfo>* inputs);

}  // namespace fastdeploy
