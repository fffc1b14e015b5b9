// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/paddle/json.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::paddle {
namespace {

// The largest programs of published vision models have a few megabytes and about twenty levels.
constexpr size_t kMostBytes = size_t{32} << 20;
constexpr int kMostLevels = 200;
constexpr size_t kMostShown = 80;
constexpr double kTwoTo63 = 9223372036854775808.0;

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

[[noreturn]] void FailExpected(const char* expected, const Json& found) {
  Fail(fmt::format("expected {}, found {}", expected, Excerpt(found)));
}

void CheckDepth(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\') ++i;
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kMostLevels) Fail(fmt::format("nested more than {} levels deep", kMostLevels));
  }
}

}  // namespace

Json ParseJson(std::string_view text) {
  if (text.size() > kMostBytes) {
    Fail(fmt::format("the program has {} bytes; the limit is {}", text.size(), kMostBytes));
  }
  CheckDepth(text);
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {
    const std::string_view what = error.what();  // "[json.exception...] parse error at line ..."
    const size_t start = what.find("] ");
    Fail(fmt::format("not valid JSON: {}",
                     start == std::string_view::npos ? what : what.substr(start + 2)));
  }
}

const Json* Find(const Json& json, const char* key) {
  if (!json.is_object()) FailExpected("an object", json);
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

const Json& At(const Json& json, const char* key) {
  const Json* found = Find(json, key);
  if (found == nullptr) Fail(fmt::format("key '{}' is missing in {}", key, Excerpt(json)));
  return *found;
}

const Json& At(const Json& json, size_t index) {
  const std::vector<Json>& array = AsArray(json);
  if (index >= array.size()) {
    Fail(fmt::format("expected more than {} elements, found {}", index, Excerpt(json)));
  }
  return array[index];
}

const std::vector<Json>& AsArray(const Json& json) {
  if (!json.is_array()) FailExpected("an array", json);
  return json.get_ref<const Json::array_t&>();
}

const std::string& AsString(const Json& json) {
  if (!json.is_string()) FailExpected("a string", json);
  return json.get_ref<const std::string&>();
}

bool AsBool(const Json& json) {
  if (!json.is_boolean()) FailExpected("true or false", json);
  return json.get<bool>();
}

int64_t AsInt(const Json& json) {
  if (json.is_number_unsigned() && json.get<uint64_t>() > uint64_t{INT64_MAX}) {
    FailExpected("a number of 64 bits", json);
  }
  if (json.is_number_integer()) return json.get<int64_t>();
  const double number = AsNumber(json);
  if (std::trunc(number) != number || number < -kTwoTo63 || number >= kTwoTo63) {
    FailExpected("a whole number", json);
  }
  return static_cast<int64_t>(number);
}

double AsNumber(const Json& json) {
  if (json.is_null()) {
    Fail("a number is null: Paddle writes both infinity and NaN so");
  }
  if (!json.is_number()) FailExpected("a number", json);
  return json.get<double>();
}

std::string Excerpt(const Json& json) {
  if (json.is_structured()) {
    return fmt::format("{} of {} elements", json.is_object() ? "an object" : "an array",
                       json.size());
  }
  std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kMostShown) text = text.substr(0, kMostShown) + "...";
  return text;
}

}  // namespace fastdeploy::paddle
