// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fastdeploy::server {

/// The bytes of a base64 text (RFC 4648), with or without its padding, perhaps after
/// "data:...;base64,". Throws HttpError (400) for anything else.
std::string DecodedBase64(std::string_view text);

std::string EncodedBase64(std::string_view bytes);

}  // namespace fastdeploy::server
