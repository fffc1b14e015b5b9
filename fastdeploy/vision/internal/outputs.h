// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::vision {

// Checked views of a network's outputs. All throw Error naming the tensor.

/// Throws Error naming the tensor, its shape and type, and what is wrong with it.
[[noreturn]] void FailOutput(const FDTensor& tensor, const std::string& reason);
/// The numbers of a float32 tensor, all of them finite.
std::span<const float> Floats(const FDTensor& tensor);
/// The numbers of an int32 or int64 tensor.
std::vector<int64_t> Integers(const FDTensor& tensor);

}  // namespace fastdeploy::vision
