// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/compat/log_macros.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// Reads a whole file. Logs an error and returns false if it cannot.
FASTDEPLOY_DECL bool ReadBinaryFromFile(const std::string& path, std::string* contents);

/// For each dimension, the number of elements from one index to the next.
FASTDEPLOY_DECL std::vector<int64_t> GetStride(const std::vector<int64_t>& dims);

/// The text of a shape: "[ 1 ,3 ,224 ,224 ]".
template <std::integral T>
std::string Str(const std::vector<T>& shape) {
  std::string text = "[";
  for (const T size : shape) text += (text.size() > 1 ? " ," : " ") + std::to_string(size);
  return text + " ]";
}

}  // namespace fastdeploy

namespace fastdeploy::utils {

template <typename T, typename... Arguments>
// NOLINTNEXTLINE(readability-identifier-naming): 1.x's name
std::unique_ptr<T> make_unique(Arguments&&... arguments) {
  return std::make_unique<T>(std::forward<Arguments>(arguments)...);
}

}  // namespace fastdeploy::utils
