// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <string>
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

/// The text with the letters A to Z in lower case, whatever the locale.
inline std::string Lowercase(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

}  // namespace fastdeploy
