// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/internal/proportion.h"

namespace fastdeploy {

/// What a session remembers of the sizes of its inputs, since engines keep the memory of the
/// largest run.
class LargestRun {
 public:
  /// Notes a run. True if the memory should be given back: see OutOfProportion.
  bool Exceeded(std::span<const FDTensor> inputs) {
    size_t bytes = 0;
    for (const FDTensor& input : inputs) bytes += static_cast<size_t>(input.Nbytes());
    const bool exceeded = OutOfProportion(largest_, bytes, &small_runs_);
    largest_ = exceeded ? bytes : std::max(largest_, bytes);
    return exceeded;
  }

 private:
  size_t largest_ = 0;
  int small_runs_ = 0;
};

}  // namespace fastdeploy
