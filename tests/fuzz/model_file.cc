// SPDX-License-Identifier: Apache-2.0
//
// What is read of a model file before a backend sees it: its format, the metadata of ONNX and the
// files of external weights; and a parameter file with the parameters of a small network.

#include <cstdint>
#include <string_view>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/onnx/external_data.h"
#include "fastdeploy/runtime/formats/paddle/parameter_file.h"

namespace {

template <typename Call>
void Try(Call call) {
  try {
    call();
  } catch (const fastdeploy::Error&) {  // what is expected of most inputs
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fastdeploy;  // NOLINT(google-build-using-namespace)
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Try([&] { (void)DetectModelFormat(bytes); });
  Try([&] { (void)ReadOnnxMetadata(bytes); });
  Try([&] { (void)onnx::ExternalFiles(bytes); });
  const std::vector<paddle::Parameter> parameters = {
      {.name = "bias", .type = {.dtype = kFloat32, .dims = {4}}},
      {.name = "weight", .type = {.dtype = kFloat32, .dims = {4, 2, 1, 1}}}};
  Try([&] { (void)paddle::ReadParameterFile(bytes, parameters); });
  return 0;
}
