// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/folder.h"
#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

#ifndef ONNXRUNTIME_BUILD_FOLDER
#define ONNXRUNTIME_BUILD_FOLDER ""
#endif

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "libonnxruntime.so";

/// Files of a folder that are called like the library, of any version.
std::vector<fs::path> LibrariesIn(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : EntriesOf(folder, &error)) {
    if (entry.path().filename().string().starts_with(kName)) found.push_back(entry.path());
  }
  return found;
}

std::vector<fs::path> Candidates() {
  std::vector<fs::path> candidates;
  const fs::path own = OwnFolder();
  for (const fs::path& folder : {own, own / ".." / "onnxruntime" / "capi"}) {
    for (const fs::path& file : LibrariesIn(folder)) candidates.push_back(file);
  }
  candidates.emplace_back(std::string(kName) + ".1");
  candidates.emplace_back(kName);
  for (const fs::path& file : LibrariesIn(ONNXRUNTIME_BUILD_FOLDER)) candidates.push_back(file);
  return candidates;
}

const OrtApiBase* ApiBase() {
  std::string reason = "no such library was found";
  for (const fs::path& candidate : Candidates()) {
    void* library = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      const bool exists = candidate.has_parent_path();  // found in a folder, not just a name
      if (exists) reason = dlerror();
      continue;
    }
    using GetApiBase = const OrtApiBase* (*)();
    const auto get = reinterpret_cast<GetApiBase>(dlsym(library, "OrtGetApiBase"));
    if (get == nullptr) {
      reason = fmt::format("'{}' lacks OrtGetApiBase", candidate.string());
      dlclose(library);
      continue;
    }
    const OrtApiBase* base = get();
    if (base->GetApi(ORT_API_VERSION) != nullptr) return base;
    reason =
        fmt::format("version {} in '{}' is too old", base->GetVersionString(), candidate.string());
  }
  throw Error(
      ErrorKind::kUnsupported,
      fmt::format("cannot load ONNX Runtime ({}): {}; install it with `pip install onnxruntime`, "
                  "or put it beside FastDeploy's library",
                  kName, reason));
}

const OrtApiBase* LoadedBase() {
  static const OrtApiBase* base = [] {
    const OrtApiBase* found = ApiBase();
    Ort::InitApi(found->GetApi(ORT_API_VERSION));
    return found;
  }();
  return base;
}

}  // namespace

void LoadOnnxRuntime() {
  // ONNX Runtime's packages write an identifier of the machine to the user's cache and send events.
  // An own choice of the user's stays.
  static const int once = setenv("ORT_DISABLE_TELEMETRY", "1", 0);
  (void)once;
  (void)LoadedBase();
}

std::string OnnxRuntimeVersion() { return LoadedBase()->GetVersionString(); }

Ort::Env& OnnxRuntimeEnvironment() {
  LoadOnnxRuntime();
  static auto* environment = new Ort::Env(ORT_LOGGING_LEVEL_ERROR, "fastdeploy");
  return *environment;
}

}  // namespace fastdeploy
