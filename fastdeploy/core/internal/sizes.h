// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace fastdeploy {

/// No element takes more bytes: a number of elements times it is still an int64_t.
constexpr int64_t kMostElements = std::numeric_limits<int64_t>::max() / 16;

/// The number of elements of a shape. Nothing for a negative dimension, and where the number, or
/// the number without the dimensions that are 0, exceeds kMostElements.
inline std::optional<int64_t> ElementsOf(std::span<const int64_t> shape) {
  int64_t count = 1;
  bool empty = false;
  for (const int64_t dim : shape) {
    if (dim < 0) return std::nullopt;
    if (dim == 0) {
      empty = true;
      continue;
    }
    if (count > kMostElements / dim) return std::nullopt;
    count *= dim;
  }
  return empty ? 0 : count;
}

}  // namespace fastdeploy
