// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// The folder in the user's cache of what this backend makes of models.
inline constexpr std::string_view kOnnxRuntimeCache = "onnxruntime";

/// The path of a Paddle model as ONNX, in the cache folder. The first use converts it. Throws
/// Error.
std::string ConvertedToOnnx(const ModelFile& model, const RuntimeOption& option);

}  // namespace fastdeploy
