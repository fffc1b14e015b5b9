// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fastdeploy::images {

/// A view of a file of a known format. Every access is checked: reading past the end throws Error
/// (kInvalidFile) that says that the file is truncated.
class Bytes {
 public:
  Bytes(std::string_view bytes, std::string format) : bytes_(bytes), format_(std::move(format)) {}

  [[nodiscard]] size_t Size() const { return bytes_.size(); }
  [[nodiscard]] uint32_t Byte(size_t at) const { return Number(at, 1, true); }
  /// Numbers of 2 and 4 bytes, the first byte the most significant.
  [[nodiscard]] uint32_t Big16(size_t at) const { return Number(at, 2, true); }
  [[nodiscard]] uint32_t Big32(size_t at) const { return Number(at, 4, true); }
  /// Numbers of 2, 3 and 4 bytes, the first byte the least significant.
  [[nodiscard]] uint32_t Little16(size_t at) const { return Number(at, 2, false); }
  [[nodiscard]] uint32_t Little24(size_t at) const { return Number(at, 3, false); }
  [[nodiscard]] uint32_t Little32(size_t at) const { return Number(at, 4, false); }
  [[nodiscard]] std::string_view Part(size_t at, size_t size) const {
    Require(at, size);
    return bytes_.substr(at, size);
  }
  /// Throws unless there are `size` bytes from `at` on.
  void Require(size_t at, size_t size) const;
  /// Throws Error (kInvalidFile): "the <format> is damaged: <found>".
  [[noreturn]] void Damaged(const std::string& found) const;

 private:
  [[nodiscard]] uint32_t Number(size_t at, size_t size, bool big) const;

  std::string_view bytes_;
  std::string format_;
};

}  // namespace fastdeploy::images
