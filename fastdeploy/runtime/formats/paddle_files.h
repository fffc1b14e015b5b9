// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fastdeploy {

/// A weight, as a Paddle program declares it.
struct PaddleParameter {
  std::string name;
  int64_t dtype = 0;  ///< its number; see DType
  std::vector<int64_t> dims;
};

/// The parameters of a `.pdmodel` (protobuf ProgramDesc, paddle/fluid/framework/framework.proto),
/// in the order of the parameter file, which is that of their names as bytes. Throws Error
/// (kInvalidFile).
std::vector<PaddleParameter> ReadPaddleParameters(std::string_view program);

/// Checks that a `.pdiparams` file (the records of Paddle's save_combine operator, one after
/// another) has just the parameters that a program declares, with their types and dimensions.
/// Throws Error (kInvalidFile) that names the parameter.
void CheckPaddleParameterFile(std::string_view file, const std::vector<PaddleParameter>& expected);

}  // namespace fastdeploy
