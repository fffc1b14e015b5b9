// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/manifest.h"

#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/digest.h"
#include "fastdeploy/core/internal/folder.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/core/write_file.h"

namespace fastdeploy {
namespace {

constexpr const char* kManifest = "manifest.json";
constexpr size_t kMostBytes = size_t{1} << 16;

}  // namespace

void WriteManifest(const std::filesystem::path& folder) {
  nlohmann::json manifest;
  std::error_code error;
  for (const auto& entry : EntriesOf(folder, &error)) {
    manifest[entry.path().filename().string()] = DigestOfFile(entry.path().string());
  }
  if (error) {
    throw Error(ErrorKind::kRuntime,
                "cannot read folder '" + folder.string() + "': " + error.message());
  }
  WriteFile((folder / kManifest).string(), manifest.dump(1));
}

bool MatchesManifest(const std::filesystem::path& folder, const std::string& required) {
  try {
    const std::string text = ReadTextFile((folder / kManifest).string());
    if (text.size() > kMostBytes) return false;
    const auto manifest = nlohmann::json::parse(text);
    for (const auto& [name, digest] : manifest.items()) {
      if (name.find('/') != std::string::npos) return false;
      if (DigestOfFile((folder / name).string()) != digest.get<std::string>()) return false;
    }
    return manifest.contains(required);
  } catch (const std::exception&) {  // missing, or not what it should be
    return false;
  }
}

}  // namespace fastdeploy
