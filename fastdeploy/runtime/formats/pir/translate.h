// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fastdeploy {

/// Whether the bytes look like Paddle 3's `inference.json` (PIR).
bool LooksLikePir(std::string_view model);

/// A program of Paddle 3 (`inference.json`), said in the old format: the bytes of a `.pdmodel`. The
/// parameters are the same file for both. For OpenVINO's Paddle front end and for paddle2onnx;
/// Paddle itself would miss fields that only training needs.
///
/// What is not understood is never guessed: Error (kUnsupported, kInvalidFile) names the operation
/// and what of it is not known. Thread-safe.
std::string TranslatePir(std::string_view json);

}  // namespace fastdeploy
