// SPDX-License-Identifier: Apache-2.0
#include "apps/images/bytes.h"

#include <fmt/format.h>

#include "fastdeploy/core/error.h"

namespace fastdeploy::images {

void Bytes::Require(size_t at, size_t size) const {
  if (at <= bytes_.size() && size <= bytes_.size() - at) return;
  throw Error(
      ErrorKind::kInvalidFile,
      fmt::format("the {} is truncated: expected {} more bytes at byte {}, found its end at "
                  "byte {}",
                  format_, size, at, bytes_.size()));
}

void Bytes::Damaged(const std::string& found) const {
  throw Error(ErrorKind::kInvalidFile, fmt::format("the {} is damaged: {}", format_, found));
}

uint32_t Bytes::Number(size_t at, size_t size, bool big) const {
  Require(at, size);
  uint32_t number = 0;
  for (size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(bytes_[at + i]);
    number |= uint32_t{byte} << (8 * (big ? size - 1 - i : i));
  }
  return number;
}

}  // namespace fastdeploy::images
