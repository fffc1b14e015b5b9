// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace fastdeploy {

/// The 128-bit XXH3 hash of the parts, in hexadecimal. It tells contents apart and finds damage; it
/// is no protection against someone who forges contents.
std::string Digest(std::span<const std::string_view> parts);
inline std::string Digest(std::initializer_list<std::string_view> parts) {
  return Digest(std::span(parts.begin(), parts.size()));
}

/// The same of a file, which has to be a regular one: of its contents and their size. Throws Error.
std::string DigestOfFile(const std::string& path);

}  // namespace fastdeploy
