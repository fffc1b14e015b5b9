// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/runtime/formats/paddle/program.h"

namespace fastdeploy {

/// A Paddle model as ONNX.
struct OnnxModel {
  std::string bytes;
  /// Operators of our own domain ("fastdeploy") in it, which other readers of ONNX lack.
  std::set<std::string> own_operators;
};

/// Where a translated model has its weights.
enum class WeightPlace {
  kInside,  ///< in the model
  kFile,    ///< in the parameter file, to which the model refers as ONNX's external data
  kNodes,   ///< in the parameter file: nodes say where (onnx::kWeightOperator)
};

/// Translates a program and its parameters (the bytes of the `.pdiparams`) to ONNX. `params_name`
/// is the name of the parameter file, without a folder, for kFile. Throws Error: kUnsupported for
/// what cannot be said in ONNX, kInvalidFile for what makes no sense; it names the operator.
/// Thread-safe.
OnnxModel TranslateToOnnx(const paddle::Program& program, std::string_view params,
                          WeightPlace place, const std::string& params_name = "");

}  // namespace fastdeploy
