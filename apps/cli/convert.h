// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy::cli {

/// The arguments of `fastdeploy convert`.
struct ConvertSettings {
  std::string model;   ///< a file, a folder (also PP-OCR's), or the name of a fetched model
  std::string output;  ///< a file "*.onnx", or a folder; empty: the model's own folder
  bool external_weights = false;  ///< leave the weights in Paddle's parameter file
  bool force = false;             ///< replace existing files
};

/// Converts a model to ONNX and prints the path of each new model. Throws Error.
void Convert(const ConvertSettings& settings);

}  // namespace fastdeploy::cli
