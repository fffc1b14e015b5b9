// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>

#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::vision::ocr {

/// The first output. Throws Error, naming it, unless it is float32 of the given shape (kAnySize:
/// any, but not 0) with `images` as the first dimension, and without NaN or infinity. `words` are
/// the shape for the message: "[N, 1, H, W]".
const FDTensor& CheckOutput(std::span<const FDTensor> outputs, std::initializer_list<int64_t> shape,
                            const char* words, size_t images);

/// The number of images in a batch of outputs: the first dimension; 0 if that is not known.
size_t ImagesOf(std::span<const FDTensor> outputs);

}  // namespace fastdeploy::vision::ocr
