// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "apps/server/app.h"

namespace fastdeploy::server {

/// What a route is good for, beside its handler.
enum class RouteKind {
  kOpen,     ///< answered without a token, and when there are too many connections
  kControl,  ///< answered when there are too many connections
  kSlow,     ///< has no deadline: it loads models
  kWork,
};

struct Route {
  std::string_view method;
  std::string_view path;  ///< "{name}" stands for one part of it
  void (*handle)(App& app, const ExchangePtr& exchange);
  RouteKind kind = RouteKind::kWork;
};

/// All routes.
const std::vector<Route>& Routes();

/// The route of a request, and the decoded parts of the path that it names. HEAD is like GET.
/// Throws HttpError: 404 for an unknown path, 405 for a wrong method, 400 for a malformed path.
struct Match {
  const Route* route = nullptr;
  std::map<std::string, std::string> parameters;
};
Match FindRoute(std::string_view method, std::string_view path);

}  // namespace fastdeploy::server
