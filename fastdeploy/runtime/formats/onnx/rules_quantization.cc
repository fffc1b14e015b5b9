// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {

std::span<const Rule> QuantizationRules() { return {}; }

}  // namespace fastdeploy::onnx
