// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <string_view>
#include <system_error>

namespace fastdeploy {

/// Reads a whole text as a number, written as in C, whatever the locale; a plus sign is allowed.
/// Returns false, and leaves `number` as it is, for any other text. std::stod, strtod and streams
/// must not be used for files: a program that sets a locale with decimal commas changes what they
/// read.
template <typename T>
bool ParseNumber(std::string_view text, T* number) {
  if (text.starts_with('+')) text.remove_prefix(1);
  T parsed = {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  *number = parsed;
  return true;
}

}  // namespace fastdeploy
