// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// This backend's folder in the user's cache.
inline constexpr std::string_view kOnnxRuntimeCache = "onnxruntime";

/// The path of a Paddle model as ONNX in the cache folder. Converts it at first use. Throws Error.
std::string ConvertedToOnnx(const ModelFile& model, const RuntimeOption& option);

}  // namespace fastdeploy
