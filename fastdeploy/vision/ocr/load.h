// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/runtime.h"
#include "fastdeploy/vision/transform/steps.h"

namespace fastdeploy::vision::ocr {

// What the three models of PP-OCR have in common.

/// Loads the network that 1.x's constructor arguments name. Throws Error.
Runtime LoadRuntime(const std::string& model_file, const std::string& params_file,
                    RuntimeOption option, ModelFormat format);

/// PaddleX's `inference.yml` in the folder of the model, if it is there.
std::optional<std::string> ConfigBeside(const std::string& model_file, const RuntimeOption& option);

/// The first output, checked: float32, of the given shape (-1: any), `images` in its first
/// dimension, no NaN or infinity. Throws Error that names the output.
const FDTensor& CheckOutput(std::span<const FDTensor> outputs, const std::vector<int>& shape,
                            size_t images);

/// From 1.x's setter: three numbers each; `is_scale`: pixel values are divided by 255 first.
/// Throws Error for other counts and for a standard deviation of 0.
Normalize MakeNormalize(const std::vector<float>& mean, const std::vector<float>& std,
                        bool is_scale);

}  // namespace fastdeploy::vision::ocr
