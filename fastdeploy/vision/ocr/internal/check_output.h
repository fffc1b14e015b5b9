// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::vision::ocr {

/// The first output, checked: float32, of the given shape (-1: any), `images` in its first
/// dimension, no NaN or infinity. Throws Error that names the output.
const FDTensor& CheckOutput(std::span<const FDTensor> outputs, const std::vector<int>& shape,
                            size_t images);

/// How many images a batch of outputs is of: the first dimension.
size_t ImagesOf(std::span<const FDTensor> outputs);

}  // namespace fastdeploy::vision::ocr
