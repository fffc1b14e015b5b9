// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// The path of a Paddle model as ONNX: in the cache folder, where it is converted to at first use.
/// Throws Error.
std::string ConvertedToOnnx(const ModelFile& model, const RuntimeOption& option);

/// The folder of the option, else $XDG_CACHE_HOME/fastdeploy or ~/.cache/fastdeploy; made where it
/// is not there. Throws Error that names it.
std::filesystem::path CacheFolder(const RuntimeOption& option);

}  // namespace fastdeploy
