// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace fastdeploy {

/// A whole file, mapped into memory read-only: its pages are read at their first use and never
/// copied to the heap. Thread-safe.
class MappedFile {
 public:
  /// Throws Error with the path and the system's reason: kNotFound, or kInvalidFile for what is not
  /// a regular file (a pipe, a device).
  explicit MappedFile(const std::string& path);

  [[nodiscard]] std::string_view Bytes() const { return bytes_; }

  /// Takes the pages out of the process's memory. Those that are used again are read again.
  void GiveBack() const;

 private:
  std::shared_ptr<void> mapping_;
  std::string_view bytes_;
};

/// Reads a file from start to end and passes on what it has read, in parts of at most a megabyte.
/// Throws Error as MappedFile does.
void ReadFile(const std::string& path, const std::function<void(std::string_view)>& take);

/// The most bytes of a file of text: a YAML file, a dictionary. Real ones have less than a
/// megabyte.
inline constexpr size_t kMostTextBytes = size_t{64} << 20;

/// The contents of a file of text. Throws Error as MappedFile does, and for more than
/// kMostTextBytes.
std::string ReadTextFile(const std::string& path);

}  // namespace fastdeploy
