// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace fastdeploy::vision {

/// The JSON text, fields in the order given; bytes that are not UTF-8 become the replacement
/// character.
inline std::string DumpJson(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace fastdeploy::vision
