// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace fastdeploy {

/// XXH3's 128 bits of the parts, one after the other, in hexadecimal: tells contents apart, and
/// damage, not malice.
std::string Digest(std::initializer_list<std::string_view> parts);

}  // namespace fastdeploy
