// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "fastdeploy/runtime/runtime.h"
#include "fastdeploy/vision/model_files.h"

namespace fastdeploy::vision {

/// `option` with the network set to these files, unless it contains the model in memory.
RuntimeOption OptionFor(const ModelFiles& files, RuntimeOption option);

/// Loads the network from these files. Throws Error.
Runtime LoadRuntime(const ModelFiles& files, const RuntimeOption& option);

/// The same for a network with a single input, which is fixed to `shape` (-1: depends on the image)
/// unless the user has set a shape. Throws Error, also if the network does not accept `shape`.
Runtime LoadRuntime(const ModelFiles& files, const RuntimeOption& option,
                    const std::vector<int64_t>& shape);

}  // namespace fastdeploy::vision
