// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fastdeploy {

/// Whether the bytes look like Paddle 3's `inference.json` (PIR).
bool LooksLikePir(std::string_view model);

/// Translates a program of Paddle 3 (`inference.json`) to the older format: the result are the
/// bytes of a `.pdmodel`, with the same parameter file. It is meant for OpenVINO's Paddle front end
/// and for paddle2onnx; it lacks fields that Paddle itself would need.
///
/// Nothing is guessed: Error (kUnsupported, kInvalidFile) names the operation and the part of it
/// that is not supported. Thread-safe.
std::string TranslatePir(std::string_view json);

}  // namespace fastdeploy
