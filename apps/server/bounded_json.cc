// SPDX-License-Identifier: Apache-2.0
#include "apps/server/bounded_json.h"

#include <fmt/format.h>

#include "apps/server/http.h"

namespace fastdeploy::server {

using nlohmann::json;

json ParsedJson(std::string_view text, size_t most_values) {
  constexpr int kTooLarge = 413;
  constexpr int kMostDepth = 16;
  size_t values = 0;
  // Called for each value, and at the begin and the end of each object and array.
  const json::parser_callback_t count = [&](int depth, json::parse_event_t, json&) {
    if (depth > kMostDepth) throw HttpError(400, "the JSON is nested too deeply");
    if (++values > most_values) {
      throw HttpError(kTooLarge,
                      fmt::format("the JSON has more than {} values: large tensors are sent as "
                                  "binary, pictures as files",
                                  most_values));
    }
    return true;
  };
  try {
    return json::parse(text, count);
  } catch (const json::exception& error) {
    throw HttpError(400, fmt::format("the body is not JSON: {}", error.what()));
  }
}

}  // namespace fastdeploy::server
