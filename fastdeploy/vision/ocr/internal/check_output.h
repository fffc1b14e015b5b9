// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::vision::ocr {

/// The first output. Throws Error, naming it, unless it is float32 of the given shape (-1: any,
/// but not 0) with `images` as the first dimension, and without NaN or infinity.
const FDTensor& CheckOutput(std::span<const FDTensor> outputs, const std::vector<int>& shape,
                            size_t images);

/// The number of images in a batch of outputs: the first dimension; 0 if that is not known.
size_t ImagesOf(std::span<const FDTensor> outputs);

}  // namespace fastdeploy::vision::ocr
