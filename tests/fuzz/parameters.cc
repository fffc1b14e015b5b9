// SPDX-License-Identifier: Apache-2.0
//
// A parameter file, with the parameters that a small network declares.

#include "fastdeploy/core/internal/digest.h"
#include "fastdeploy/runtime/formats/paddle/parameter_file.h"
#include "tests/fuzz/mutate.h"

namespace fastdeploy::fuzz {
namespace {

const std::vector<paddle::Parameter>& Declared() {
  static const std::vector<paddle::Parameter> kParameters = {
      {.name = "bias", .type = {.dtype = kFloat32, .dims = {4}}},
      {.name = "weight", .type = {.dtype = kFloat32, .dims = {4, 2, 1, 1}}}};
  return kParameters;
}

void RunParameters(std::string_view input) {
  for (const paddle::ParameterData& data : paddle::ReadParameterFile(input, Declared())) {
    (void)Digest({data.bytes});  // all of them can be read
  }
}

std::vector<std::string> ParametersSeeds() {
  std::string file;
  for (const paddle::Parameter& parameter : Declared()) {
    std::string header = {0x08, 0x05};  // a TensorDesc: float32
    size_t count = 1;
    for (const int64_t dim : parameter.type.dims) {
      header += {0x10, static_cast<char>(dim)};
      count *= static_cast<size_t>(dim);
    }
    const std::string zeros(4, '\0');
    file += zeros + std::string(8, '\0') + zeros;
    file += std::string(1, static_cast<char>(header.size())) + std::string(3, '\0') + header;
    file.append(count * sizeof(float), '\1');
  }
  return {file};
}

}  // namespace

Target ParametersTarget() { return {"parameters", RunParameters, ParametersSeeds, MutateBytes}; }

}  // namespace fastdeploy::fuzz
