// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/scratch_folder.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "fastdeploy/core/error.h"

namespace fastdeploy {

ScratchFolder::ScratchFolder() {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  if (error) {
    throw Error(
        ErrorKind::kNotFound,
        fmt::format("cannot find the folder for temporary files (TMPDIR): {}", error.message()));
  }
  std::string pattern = (folder / "fastdeploy-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw Error(ErrorKind::kRuntime, fmt::format("cannot create the temporary folder '{}': {}",
                                                 pattern, std::strerror(errno)));
  }
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void WriteFile(const std::filesystem::path& path, std::string_view bytes) {
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    throw Error(ErrorKind::kRuntime,
                fmt::format("cannot write '{}': {}", path.string(), std::strerror(errno)));
  }
}

}  // namespace fastdeploy
