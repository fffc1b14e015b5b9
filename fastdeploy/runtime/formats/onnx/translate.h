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
  /// Operators that could be translated only for the shapes that the program declares: the model
  /// must not be run with others. "pool2d", ...
  std::set<std::string> fixed_by;
  /// Operators of our own domain ("fastdeploy") in it, which other readers of ONNX lack.
  std::set<std::string> own_operators;
};

/// Translates a program and its parameters (the bytes of the `.pdiparams`) to ONNX. With
/// `params_name` the model refers to the parameters in a file of this name in its folder; if it is
/// empty, they become a part of the model. Throws Error: kUnsupported for what cannot be said in
/// ONNX, kInvalidFile for what makes no sense; it names the operator. Thread-safe.
OnnxModel TranslateToOnnx(const paddle::Program& program, std::string_view params,
                          const std::string& params_name);

}  // namespace fastdeploy
