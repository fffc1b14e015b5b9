// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy::cli {

/// What `fastdeploy convert` is told.
struct ConvertSettings {
  std::string model;        ///< a file, a folder (also one of PP-OCR), or a fetched model's name
  std::string to;           ///< "pdmodel" or "onnx"
  std::string output;       ///< folder; empty: the model's own
  std::string paddle2onnx;  ///< the program of that name; empty: the one on PATH
  bool force = false;       ///< replace files that are there
};

/// Writes a model in another format and prints what was written. Throws Error.
void Convert(const ConvertSettings& settings);

}  // namespace fastdeploy::cli
