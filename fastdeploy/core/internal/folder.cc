// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/folder.h"

#include "fastdeploy/core/error.h"

namespace fastdeploy {

namespace fs = std::filesystem;

std::vector<fs::directory_entry> EntriesOf(const fs::path& folder, std::error_code* error) {
  std::vector<fs::directory_entry> entries;
  // Not a range-based loop, which throws if the folder can be opened but not read.
  fs::directory_iterator at(folder, *error);
  while (!*error && at != fs::directory_iterator()) {
    entries.push_back(*at);
    at.increment(*error);
  }
  return entries;
}

fs::path AbsolutePath(const fs::path& path) {
  std::error_code error;
  fs::path absolute = fs::absolute(path, error);
  if (error) {
    throw Error(ErrorKind::kNotFound,
                "cannot find '" + path.string() + "' from the current folder: " + error.message());
  }
  return absolute;
}

}  // namespace fastdeploy
