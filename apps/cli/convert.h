// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy::cli {

/// The arguments of `fastdeploy convert`.
struct ConvertSettings {
  std::string model;        ///< a file, a folder (also PP-OCR's), or the name of a fetched model
  std::string to;           ///< "pdmodel" or "onnx"
  std::string output;       ///< folder; empty: the model's own
  std::string paddle2onnx;  ///< path of that program; empty: the one on PATH
  bool force = false;       ///< replace existing files
};

/// Converts a model to another format and prints the path of each new model. Throws Error.
void Convert(const ConvertSettings& settings);

}  // namespace fastdeploy::cli
