// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "fastdeploy/runtime/formats/paddle/program.h"

namespace fastdeploy::paddle {

/// The data of a parameter: a view of the file, not aligned.
struct ParameterData {
  int64_t dtype = kUndefined;  ///< int8 for a quantised weight, whatever the program declares
  std::string_view bytes;
};

/// Reads a `.pdiparams` file (the records of Paddle's save_combine operator, one after another),
/// which has to have just the parameters that a program declares, in their order, with their types
/// and dimensions. One type may differ: PaddleSlim stores weights as int8 that it declares as
/// float32. Throws Error (kInvalidFile) that names the parameter.
std::vector<ParameterData> ReadParameterFile(std::string_view file,
                                             const std::vector<Parameter>& parameters);

}  // namespace fastdeploy::paddle
