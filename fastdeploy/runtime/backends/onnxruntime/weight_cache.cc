// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/onnxruntime/weight_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/cache_folder.h"
#include "fastdeploy/core/internal/digest.h"
#include "fastdeploy/core/internal/manifest.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/internal/cpu.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

/// The folder of the user's cache.
constexpr std::string_view kCache = "onnxruntime";
/// A part of the key; to be changed whenever the files are written differently.
constexpr std::string_view kForm = "4";
constexpr const char* kWeights = "weights.bin";  // a small model keeps its weights inside
/// Weights smaller than this many bytes stay in the model file.
constexpr const char* kLeastExternal = "1024";

constexpr std::chrono::milliseconds kLockStep(50);
constexpr std::chrono::minutes kLockPatience(5);  // packing the largest models takes seconds

/// A file lock, held while a folder is written. The system releases it if the process is killed.
class Lock {
 public:
  explicit Lock(const fs::path& path)
      : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    std::string reason = file_ < 0 ? std::strerror(errno) : "";
    const auto start = std::chrono::steady_clock::now();
    while (reason.empty() && flock(file_, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK && errno != EINTR) reason = std::strerror(errno);
      if (std::chrono::steady_clock::now() - start > kLockPatience) {
        reason = fmt::format("another process holds '{}'", path.string());
      }
      std::this_thread::sleep_for(kLockStep);
    }
    if (reason.empty()) return;
    if (file_ >= 0) close(file_);
    throw Error(ErrorKind::kRuntime, fmt::format("cannot write shared weights to '{}': {}",
                                                 path.parent_path().string(), reason));
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() { close(file_); }

 private:
  int file_;
};

/// Lets ONNX Runtime write the model to a temporary folder, which is then renamed to `folder`.
void Make(const fs::path& folder, const OnnxSource& source, Ort::SessionOptions options) {
  const fs::path made = folder.string() + ".tmp";
  fs::remove_all(made);  // left by a process that was killed, since we hold the lock
  fs::create_directories(made);
  WriteOptimised(made, source, std::move(options));
  WriteManifest(made);
  fs::remove_all(folder);
  fs::rename(made, folder);
}

}  // namespace

Ort::Session Open(const OnnxSource& source, const Ort::SessionOptions& options) {
  // From its path if it has one: the weights may be in files beside it.
  if (!source.path.empty()) return {OnnxRuntimeEnvironment(), source.path.c_str(), options};
  return {OnnxRuntimeEnvironment(), source.bytes.data(), source.bytes.size(), options};
}

void WriteOptimised(const fs::path& folder, const OnnxSource& source, Ort::SessionOptions options) {
  options.SetOptimizedModelFilePath((folder / kOptimisedModel).c_str());
  options.AddConfigEntry("session.optimized_model_external_initializers_file_name", kWeights);
  options.AddConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes",
                         kLeastExternal);
  options.AddConfigEntry("session.save_external_prepacked_constant_initializers", "1");
  (void)Open(source, options);
}

std::string SharedModel(const OnnxSource& source, Ort::SessionOptions options,
                        const RuntimeOption& option) {
  const std::string level = std::to_string(option.ort_option.graph_optimization_level);
  std::vector<std::string_view> parts = source.key;
  const std::string version = OnnxRuntimeVersion();
  const std::string features = CpuFeatures();
  parts.insert(parts.end(), {kForm, version, features, level});
  const std::string key = Digest(parts);
  const fs::path cache = CacheFolder(kCache, option.cache_folder);
  const fs::path folder = cache / key;
  if (!MatchesManifest(folder, kOptimisedModel)) {
    const Lock lock(cache / (key + ".lock"));
    if (!MatchesManifest(folder, kOptimisedModel)) {
      std::error_code error;
      if (fs::exists(folder, error)) {
        LogWarning(fmt::format("'{}' is damaged: it is written again", folder.string()));
      }
      try {
        Make(folder, source, std::move(options));
      } catch (const fs::filesystem_error& failed) {
        throw Error(ErrorKind::kRuntime,
                    fmt::format("cannot write shared weights: {}", failed.what()));
      }
    }
  }
  return (folder / kOptimisedModel).string();
}

}  // namespace fastdeploy
