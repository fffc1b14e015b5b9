// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/onnxruntime/convert.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/backends/onnxruntime/digest.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/paddle2onnx.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

/// Changes whenever a model would be converted in another way.
constexpr std::string_view kConversion = "paddle2onnx 1.2.4, opset 16";

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

fs::path WantedFolder(const RuntimeOption& option) {
  if (!option.cache_folder.empty()) return option.cache_folder;
  if (const std::string cache = Environment("XDG_CACHE_HOME"); !cache.empty()) {
    return fs::path(cache) / "fastdeploy" / "onnxruntime";
  }
  const std::string home = Environment("HOME");
  if (!home.empty()) return fs::path(home) / ".cache" / "fastdeploy" / "onnxruntime";
  return fs::temp_directory_path() / fmt::format("fastdeploy-{}", getuid());
}

}  // namespace

fs::path CacheFolder(const RuntimeOption& option) {
  fs::path folder = fs::absolute(WantedFolder(option));
  std::error_code error;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder)) {
    throw Error(ErrorKind::kNotFound, fmt::format("cannot make the cache folder '{}': {}",
                                                  folder.string(), error.message()));
  }
  return folder;
}

std::string ConvertedToOnnx(const ModelFile& model, const RuntimeOption& option) {
  const std::string key = Digest({kConversion, model.model, model.params});
  const fs::path folder = CacheFolder(option);
  const fs::path target = folder / (key + ".onnx");
  std::error_code error;
  if (fs::exists(target, error)) return target.string();
  // Under a name of its own, then all at once: others see the whole file, or none.
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
