// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/cache_folder.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <vector>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// Where all that FastDeploy keeps for this user may lie, in order of preference.
std::vector<fs::path> UserCaches() {
  std::vector<fs::path> caches;
  const fs::path cache = Environment("XDG_CACHE_HOME");
  const fs::path home = Environment("HOME");
  if (cache.is_absolute()) {
    caches.push_back(cache / "fastdeploy");
  } else if (home.is_absolute()) {
    caches.push_back(home / ".cache" / "fastdeploy");
  }
  std::error_code error;
  const fs::path temporary = fs::temp_directory_path(error);
  if (!error) caches.push_back(temporary / fmt::format("fastdeploy-{}", geteuid()));
  return caches;
}

/// Makes the folder unless it exists. Returns why it cannot be used: what lies in it is loaded
/// later, so nobody else may write there. Empty: it can.
std::string Prepare(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return std::generic_category().message(errno);
  }
  struct stat info = {};
  if (lstat(folder.c_str(), &info) != 0) return std::generic_category().message(errno);
  if (!S_ISDIR(info.st_mode)) return "it is not a folder";
  if (info.st_uid != geteuid()) return "it belongs to another user";
  if ((info.st_mode & S_IWOTH) != 0) return "everyone may write to it";
  if (access(folder.c_str(), W_OK | X_OK) != 0) return std::generic_category().message(errno);
  return "";
}

fs::path UserCache() {
  std::string reasons;
  for (const fs::path& folder : UserCaches()) {
    const std::string reason = Prepare(folder);
    if (reason.empty()) return folder;
    reasons += fmt::format("{}'{}': {}", reasons.empty() ? "" : "; ", folder.string(), reason);
  }
  throw Error(ErrorKind::kRuntime, "no folder can be used as a cache: " + reasons);
}

}  // namespace

fs::path CacheFolder(std::string_view name, const std::string& chosen) {
  std::error_code error;
  fs::path folder = fs::absolute(chosen.empty() ? UserCache() / name : fs::path(chosen), error);
  if (!error) fs::create_directories(folder, error);
  std::error_code unknown;
  if (!fs::is_directory(folder, unknown)) {
    throw Error(ErrorKind::kNotFound, fmt::format("cannot make the cache folder '{}': {}",
                                                  folder.string(), error.message()));
  }
  return folder;
}

}  // namespace fastdeploy
