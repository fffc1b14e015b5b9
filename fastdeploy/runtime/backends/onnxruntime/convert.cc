// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/onnxruntime/convert.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/cache_folder.h"
#include "fastdeploy/core/internal/digest.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/paddle2onnx.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

/// A part of the file name; to be changed whenever models are converted differently.
constexpr std::string_view kConversion = "paddle2onnx 1.2.4, opset 16";

}  // namespace

std::string ConvertedToOnnx(const ModelFile& model, const RuntimeOption& option) {
  const std::string key = Digest({kConversion, model.model, model.params});
  const fs::path folder = CacheFolder(kOnnxRuntimeCache, option.cache_folder);
  const fs::path target = folder / (key + ".onnx");
  std::error_code error;
  if (fs::exists(target, error)) return target.string();
  // Written under a unique name, then renamed: other processes see the whole file or none.
  static std::atomic<int> count = 0;
  const fs::path made = folder / fmt::format("{}.{}-{}.tmp.onnx", key, getpid(), count++);
  WriteOnnx(model, made.string());
  fs::rename(made, target, error);
  if (error) {
    throw Error(ErrorKind::kRuntime,
                fmt::format("cannot write '{}': {}", target.string(), error.message()));
  }
  return target.string();
}

}  // namespace fastdeploy
