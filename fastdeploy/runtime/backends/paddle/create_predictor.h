// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "fastdeploy/runtime/backends/paddle/library.h"

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// A predictor with what the option asks for, without what this version of Paddle does wrongly.
/// Throws Error (kUnsupported) for what it would refuse or compute wrongly, and whatever Paddle
/// throws.
std::shared_ptr<paddle_library::Predictor> CreatePaddlePredictor(const ModelFile& model,
                                                                 const RuntimeOption& option);

}  // namespace fastdeploy
