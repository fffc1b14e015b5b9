// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy::cli {

/// Loads a model, or the models of a PP-OCR folder, and prints its files, format, backend, inputs
/// and outputs. `model` is a file, a folder or the name of a fetched model; `params` the parameters
/// of a file that are not beside it. Throws Error for a model that cannot be loaded, after what is
/// known of it was printed.
void PrintInfo(const std::string& model, const std::string& params);

}  // namespace fastdeploy::cli
