// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

struct RuntimeOption;

/// What a model consists of.
struct ModelDescription {
  std::string format;   ///< "Paddle 3 (inference.json, PIR)"
  std::string version;  ///< of Paddle, of the format or of the opset; may be empty
  std::map<std::string, size_t> operators;  ///< how often each occurs, by name
  std::string params_path;                  ///< the parameter file; empty if there is none
  std::vector<std::string> backends;        ///< of this build, those that read the format
};

/// Describes the model that `option` names, without loading it. Throws Error. Thread-safe.
FASTDEPLOY_DECL ModelDescription DescribeModel(const RuntimeOption& option);

/// Converts the Paddle model that `option` names and writes it to `target`, whose folder is made.
/// `format` is "onnx", or "pdmodel" for a model of Paddle 3 (inference.json); the parameters of a
/// .pdmodel stay the same file. Conversion to ONNX runs the program `paddle2onnx`: this one, else
/// $FASTDEPLOY_PADDLE2ONNX, else the one on the path. Throws Error, also for a target that exists
/// unless `replace` is set. Thread-safe.
FASTDEPLOY_DECL void ConvertModel(const RuntimeOption& option, const std::string& format,
                                  const std::string& target, bool replace = false,
                                  const std::string& paddle2onnx = "");

}  // namespace fastdeploy
