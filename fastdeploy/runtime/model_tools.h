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

/// What ConvertModel has written.
struct ConvertedModel {
  std::vector<std::string> files;  ///< the model first, then its weights if they are apart
  /// Operators of the domain "fastdeploy", which only this library runs; empty: any reader of ONNX
  /// runs the model.
  std::vector<std::string> own_operators;
};

struct ConvertOptions {
  bool replace = false;  ///< replace files that exist
  /// Keep the weights in Paddle's parameter file, to which the model refers. It is copied to the
  /// model's folder unless it is there.
  bool external_weights = false;
};

/// Converts the Paddle model that `option` names to ONNX (opset 20) and writes it to `target`,
/// whose folder is created. Logs a warning if only this library runs the result. Throws Error, also
/// for a target that exists unless `replace` is set. Thread-safe.
FASTDEPLOY_DECL ConvertedModel ConvertModel(const RuntimeOption& option, const std::string& target,
                                            const ConvertOptions& how = {});

}  // namespace fastdeploy
