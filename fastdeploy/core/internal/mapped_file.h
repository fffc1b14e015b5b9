// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace fastdeploy {

/// A whole file, read-only, mapped into memory: its pages are read when touched and never copied to
/// the heap. Thread-safe once made.
class MappedFile {
 public:
  /// Throws Error (kNotFound) that names the file and the system's reason.
  explicit MappedFile(const std::string& path);

  [[nodiscard]] std::string_view Bytes() const { return bytes_; }

 private:
  std::shared_ptr<const void> mapping_;
  std::string_view bytes_;
};

/// The text of a file. Throws Error (kNotFound), as MappedFile.
std::string ReadTextFile(const std::string& path);

}  // namespace fastdeploy
