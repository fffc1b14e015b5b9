// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::vision {

// Every decoder looks at a model's outputs through these functions: a file that anyone may have
// written decides what they are.

/// Throws Error (kInvalidArgument) naming the tensor, its shape and type, and what is wrong with
/// it.
[[noreturn]] void FailOutput(const FDTensor& tensor, const std::string& reason);

/// The first output. Throws Error if there is none.
const FDTensor& FirstOutput(std::span<const FDTensor> outputs);

/// A dimension that may have any size but 0.
inline constexpr int64_t kAnySize = -1;

/// Requires a shape, of which `words` tell what it is: "[N, classes]". No dimension may be 0 or
/// beyond what an int holds.
void RequireShape(const FDTensor& tensor, std::initializer_list<int64_t> shape, const char* words);

/// The numbers of a float32 tensor, all of them finite.
std::span<const float> Floats(const FDTensor& tensor);
/// The numbers of an int32 or int64 tensor.
std::vector<int64_t> Integers(const FDTensor& tensor);
[[nodiscard]] inline bool IsInteger(const FDTensor& tensor) {
  return tensor.dtype == INT32 || tensor.dtype == INT64;
}

}  // namespace fastdeploy::vision
