// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace fastdeploy {

struct ModelFile;

/// What a model file consists of.
struct ModelDescription {
  std::string format;   ///< "Paddle 3 (inference.json, PIR)"
  std::string version;  ///< of Paddle, of the format or of the opset; may be empty
  std::map<std::string, size_t> operators;  ///< how often each occurs, by name
};

/// Describes an opened model. Throws Error (kInvalidFile) if the file is damaged.
ModelDescription DescribeModel(const ModelFile& file);

}  // namespace fastdeploy
