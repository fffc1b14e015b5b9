// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace fastdeploy {

/// A whole file, mapped into memory read-only: its pages are read at their first use and never
/// copied to the heap. Thread-safe.
class MappedFile {
 public:
  /// Throws Error (kNotFound) with the path and the system's reason.
  explicit MappedFile(const std::string& path);

  [[nodiscard]] std::string_view Bytes() const { return bytes_; }

 private:
  std::shared_ptr<const void> mapping_;
  std::string_view bytes_;
};

/// The contents of a file. Throws Error (kNotFound), as MappedFile does.
std::string ReadTextFile(const std::string& path);

}  // namespace fastdeploy
