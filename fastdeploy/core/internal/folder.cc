// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/folder.h"

#include <dlfcn.h>

#include "fastdeploy/core/error.h"

namespace fastdeploy {

namespace fs = std::filesystem;

fs::path OwnFolder() {
  Dl_info info;
  if (dladdr(reinterpret_cast<const void*>(&OwnFolder), &info) == 0) return {};
  std::error_code error;  // the current folder is gone: the path is of no use
  return fs::absolute(info.dli_fname, error).parent_path();
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
