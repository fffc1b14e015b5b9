// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fastdeploy/runtime/formats/pir/rewriter.h"

namespace fastdeploy::pir {

/// Translates a body and returns the tensors that it yields.
using BodyTranslator = std::function<std::vector<std::string>(const Block&)>;

// In PIR, a loop takes values and returns others. In the older format, its body changes variables
// of the enclosing block. So the values are copied to variables before the loop, and the body ends
// by copying its results to those variables.

void TranslateWhile(Rewriter& rewriter, const Operation& op, const BodyTranslator& body);

/// The else branch is always computed, and its results are replaced if the condition holds: the
/// older format has no else, and a branch has no effects other than its results.
void TranslateIf(Rewriter& rewriter, const Operation& op, const BodyTranslator& body);

}  // namespace fastdeploy::pir
