// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "apps/server/app.h"
#include "apps/server/page_files.h"

namespace fastdeploy::server {
namespace {

/// The kind of a file, by its ending.
std::string TypeOf(std::string_view name) {
  const std::string_view ending = name.substr(name.rfind('.') + 1);
  if (ending == "html") return "text/html; charset=utf-8";
  if (ending == "css") return "text/css; charset=utf-8";
  if (ending == "js") return "text/javascript; charset=utf-8";
  if (ending == "svg") return "image/svg+xml";
  return ending == "json" ? "application/json" : "application/octet-stream";
}

}  // namespace

void ShowPage(App& /*app*/, const ExchangePtr& exchange) {
  const auto part = exchange->parameters.find("file");
  const std::string asked = part == exchange->parameters.end() ? "index.html" : part->second;
  for (const auto& [name, contents] : PageFiles()) {
    if (name != asked && name != asked + ".html") continue;
    return exchange->Answer(
        {.body = std::string(contents),
         .type = TypeOf(name),
         .headers = {{"Cache-Control", "no-cache"},
                     {"Content-Security-Policy",
                      "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'"}}});
  }
  throw HttpError(404, "there is nothing at this address");
}

}  // namespace fastdeploy::server
