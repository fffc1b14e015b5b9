// SPDX-License-Identifier: Apache-2.0
#include "apps/server/router.h"

#include <fmt/format.h>

#include <optional>

namespace fastdeploy::server {
namespace {

/// Takes the first part of a path, up to the next slash.
std::string_view TakePart(std::string_view* path) {
  path->remove_prefix(1);
  const std::string_view part = path->substr(0, path->find('/'));
  path->remove_prefix(part.size());
  return part;
}

std::optional<std::map<std::string, std::string>> Matched(std::string_view pattern,
                                                          std::string_view path) {
  std::map<std::string, std::string> parameters;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = TakePart(&pattern);
    const std::string_view part = TakePart(&path);
    if (expected.starts_with('{')) {
      if (part.empty()) return std::nullopt;
      parameters[std::string(expected.substr(1, expected.size() - 2))] =
          PercentDecoded(part, false);
    } else if (expected != part) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

}  // namespace

const std::vector<Route>& Routes() {
  using enum RouteKind;
  static const std::vector<Route> routes = {
      {"GET", "/models", ListModels, kControl},
      {"POST", "/predict/{name}", Predict},
      {"GET", "/v2", ServerMetadata, kControl},
      {"GET", "/v2/health/live", ServerLive, kOpen},
      {"GET", "/v2/health/ready", ServerReady, kOpen},
      {"GET", "/v2/models/{name}", ModelMetadata, kControl},
      {"GET", "/v2/models/{name}/ready", ModelReady, kControl},
      {"POST", "/v2/models/{name}/infer", ModelInfer},
      {"GET", "/v2/models/{name}/versions/{version}", ModelMetadata, kControl},
      {"GET", "/v2/models/{name}/versions/{version}/ready", ModelReady, kControl},
      {"POST", "/v2/models/{name}/versions/{version}/infer", ModelInfer},
      {"POST", "/v2/repository/index", RepositoryIndex, kControl},
      {"POST", "/v2/repository/models/{name}/load", RepositoryLoad, kSlow},
      {"POST", "/v2/repository/models/{name}/unload", RepositoryUnload, kSlow},
      {"GET", "/health", PaddleXHealth, kOpen},
      {"POST", "/ocr", PaddleXOcr},
      {"POST", "/object-detection", PaddleXDetection},
      {"POST", "/image-classification", PaddleXClassification},
      {"POST", "/semantic-segmentation", PaddleXSegmentation},
      {"GET", "/metrics", ShowMetrics, kControl},
      {"GET", "/", ShowPage, kOpen},
      {"GET", "/{file}", ShowPage, kOpen},
  };
  return routes;
}

Match FindRoute(std::string_view method, std::string_view path) {
  constexpr int kNotFound = 404;
  constexpr int kWrongMethod = 405;
  if (!path.starts_with('/')) throw HttpError(400, "the address is malformed: expected a path");
  std::string allowed;
  for (const Route& route : Routes()) {
    auto parameters = Matched(route.path, path);
    if (!parameters) continue;
    if (method == route.method || (method == "HEAD" && route.method == "GET")) {
      return {&route, std::move(*parameters)};
    }
    if (route.path != "/{file}")
      allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  if (allowed.empty()) throw HttpError(kNotFound, "there is nothing at this address");
  throw HttpError(kWrongMethod, fmt::format("expected {}, found {}", allowed, method),
                  {{"Allow", allowed}});
}

}  // namespace fastdeploy::server
