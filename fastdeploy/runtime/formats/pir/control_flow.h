// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fastdeploy/runtime/formats/pir/rewriter.h"

namespace fastdeploy::pir {

/// Translates a body, and gives the tensors that it ends with.
using BodyTranslator = std::function<std::vector<std::string>(const Block&)>;

// In PIR a loop takes values and gives others; in the old format its body changes variables of the
// block around it. So the values are copied to variables first, and copied back after the body.

void TranslateWhile(Rewriter& rewriter, const Operation& op, const BodyTranslator& body);

/// The else branch is computed in any case, and replaced where the condition holds: the old format
/// has no else, and a branch has no effect but its values.
void TranslateIf(Rewriter& rewriter, const Operation& op, const BodyTranslator& body);

}  // namespace fastdeploy::pir
