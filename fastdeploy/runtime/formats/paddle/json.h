// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace fastdeploy::paddle {

using Json = nlohmann::json;

// JSON, read strictly: a value that is not as expected is an Error (kInvalidFile) that says so.

/// Parses a file. Refuses one that is too large or too deeply nested before memory is spent on it.
Json ParseJson(std::string_view text);

/// The value of a key of an object.
const Json& At(const Json& json, const char* key);
/// The same; null if the object has no such key.
const Json* Find(const Json& json, const char* key);
/// An element of an array.
const Json& At(const Json& json, size_t index);
const std::vector<Json>& AsArray(const Json& json);

const std::string& AsString(const Json& json);
bool AsBool(const Json& json);
/// A whole number, which may be written as 1.0.
int64_t AsInt(const Json& json);
/// A number. Paddle writes infinity and NaN as null: they are refused.
double AsNumber(const Json& json);

/// The beginning of a value, for messages.
std::string Excerpt(const Json& json);

}  // namespace fastdeploy::paddle
