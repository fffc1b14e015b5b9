// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace fastdeploy {

/// A temporary folder. The destructor removes it.
class ScratchFolder {
 public:
  /// Creates it in the system's folder for temporary files. Throws Error.
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();
  [[nodiscard]] const std::filesystem::path& Path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes a whole file. Throws Error with the path and the system's reason.
void WriteFile(const std::filesystem::path& path, std::string_view bytes);

}  // namespace fastdeploy
