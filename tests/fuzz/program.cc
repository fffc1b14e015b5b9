// SPDX-License-Identifier: Apache-2.0
//
// Paddle's programs of both formats, read and translated to ONNX.

#include <cstdint>
#include <string_view>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/onnx/translate.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    const auto program = fastdeploy::paddle::ReadProgram(bytes);
    (void)fastdeploy::TranslateToOnnx(program, "", fastdeploy::WeightPlace::kNodes);
  } catch (const fastdeploy::Error&) {  // what is expected of most inputs
  }
  return 0;
}
