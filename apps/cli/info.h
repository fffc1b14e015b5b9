// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy::cli {

/// Loads a model, or the models in a PP-OCR folder, and prints its files, format, backend, inputs
/// and outputs. `model` is a file, a folder or the name of a fetched model; `params` is the file
/// with the parameters if it is not beside the model. If the model cannot be loaded, prints what is
/// known about it and throws Error.
void PrintInfo(const std::string& model, const std::string& params);

}  // namespace fastdeploy::cli
