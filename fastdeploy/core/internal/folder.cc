// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/folder.h"

#include "fastdeploy/core/error.h"

namespace fastdeploy {

namespace fs = std::filesystem;

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
