// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace fastdeploy::server {

/// JSON from outside. Throws HttpError: 400 for what is no JSON, or is nested more than 16 deep;
/// 413 for more than `most_values` values, each of which takes 16 bytes or more.
nlohmann::json ParsedJson(std::string_view text, size_t most_values);

}  // namespace fastdeploy::server
