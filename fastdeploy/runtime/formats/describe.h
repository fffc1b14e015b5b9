// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace fastdeploy {

struct ModelFile;

/// What a model file says of itself.
struct ModelDescription {
  std::string format;                       ///< "Paddle 3 (inference.json, PIR)"
  std::string version;                      ///< of the format, as it counts them; may be empty
  std::map<std::string, size_t> operators;  ///< how often each is used, by name
};

/// Reads the description of an opened model. Throws Error for a file that is damaged.
ModelDescription DescribeModel(const ModelFile& file);

}  // namespace fastdeploy
