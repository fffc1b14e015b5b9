// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/model_folder.h"
#include "fastdeploy/runtime/runtime.h"
#include "fastdeploy/vision/transform/steps.h"

namespace fastdeploy::vision::ocr {

// What the three models of PP-OCR have in common.

/// The model and parameters that 1.x's constructor arguments name: files, or, where `model_file` is
/// a folder, those in it. What comes from memory stays as it is. Throws Error.
ModelFolder FindFiles(const std::string& model_file, const std::string& params_file,
                      const RuntimeOption& option);

/// Loads the network that 1.x's constructor arguments name. Throws Error.
Runtime LoadRuntime(const std::string& model_file, const std::string& params_file,
                    RuntimeOption option, ModelFormat format);

/// The only .txt file of a folder: one character a line. "" where there is none, since the
/// characters then stand in the model or in its YAML. Throws Error for more than one.
std::string FindDictionaryFile(const std::string& folder);

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
