// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/cache_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// All that FastDeploy keeps for this user.
fs::path UserCache() {
  if (const std::string cache = Environment("XDG_CACHE_HOME"); !cache.empty()) {
    return fs::path(cache) / "fastdeploy";
  }
  if (const std::string home = Environment("HOME"); !home.empty()) {
    return fs::path(home) / ".cache" / "fastdeploy";
  }
  return fs::temp_directory_path() / fmt::format("fastdeploy-{}", getuid());
}

}  // namespace

fs::path CacheFolder(std::string_view name, const std::string& chosen) {
  fs::path folder = fs::absolute(chosen.empty() ? UserCache() / name : fs::path(chosen));
  std::error_code error;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder)) {
    throw Error(ErrorKind::kNotFound, fmt::format("cannot make the cache folder '{}': {}",
                                                  folder.string(), error.message()));
  }
  return folder;
}

}  // namespace fastdeploy
