// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "fastdeploy/runtime/runtime.h"
#include "fastdeploy/vision/model_files.h"

namespace fastdeploy::vision {

/// The option for loading the network of these files. A model that `option` has in memory is taken
/// from there.
RuntimeOption OptionFor(const ModelFiles& files, RuntimeOption option);

/// The network of these files. Throws Error.
Runtime LoadRuntime(const ModelFiles& files, const RuntimeOption& option);

/// The same of a network with a single input, which is fixed to `shape` (-1: depends on the image)
/// unless the user fixed a shape. Throws Error, also for a network that cannot have this shape.
Runtime LoadRuntime(const ModelFiles& files, const RuntimeOption& option,
                    const std::vector<int64_t>& shape);

}  // namespace fastdeploy::vision
