// SPDX-License-Identifier: Apache-2.0
#include "apps/server/router.h"

#include "apps/server/page_files.h"
#include "fastdeploy/core/internal/lowercase.h"
#include "tests/testing/testing.h"

namespace fastdeploy::server {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::pair<int, std::string> Refusal(std::string_view method, std::string_view path) {
  try {
    (void)FindRoute(method, path);
  } catch (const HttpError& error) {
    return {error.Status(), error.Headers().empty() ? "" : error.Headers()[0].second};
  }
  return {0, ""};
}

TEST(FindRoute, NamesThePartsOfThePath) {
  const Match match = FindRoute("POST", "/v2/models/a%2Fb/versions/1/infer");
  EXPECT_EQ(match.route->path, "/v2/models/{name}/versions/{version}/infer");
  EXPECT_THAT(match.parameters, ElementsAre(Pair("name", "a/b"), Pair("version", "1")));
  EXPECT_EQ(FindRoute("GET", "/").route->path, "/");
  EXPECT_EQ(FindRoute("HEAD", "/metrics").route->path, "/metrics");
}

TEST(FindRoute, RefusesOtherPathsAndMethods) {
  EXPECT_EQ(Refusal("GET", "/a/b").first, 404);
  EXPECT_EQ(Refusal("GET", "/v2/models//ready").first, 404);
  EXPECT_EQ(Refusal("GET", "/v2/").first, 404);
  EXPECT_EQ(Refusal("POST", "/no").first, 404);
  EXPECT_EQ(Refusal("GET", "*").first, 400);
  EXPECT_EQ(Refusal("GET", "/v2/models/%zz").first, 400);
  EXPECT_EQ(Refusal("GET", "/predict/a"), std::pair(405, std::string("POST")));
  EXPECT_EQ(Refusal("DELETE", "/metrics"), std::pair(405, std::string("GET")));
}

TEST(Openapi, DescribesAllRoutes) {
  nlohmann::json description;
  for (const auto& [name, contents] : PageFiles()) {
    if (name == "openapi.json") description = nlohmann::json::parse(contents);
  }
  std::set<std::pair<std::string, std::string>> described;
  for (const auto& [path, methods] : description.at("paths").items()) {
    for (const auto& [method, operation] : methods.items()) {
      described.emplace(method, path);
      EXPECT_FALSE(operation.at("summary").get<std::string>().empty()) << path;
      EXPECT_TRUE(operation.at("responses").contains("200")) << path;
    }
  }
  std::set<std::pair<std::string, std::string>> routes;
  for (const Route& route : Routes()) {
    if (route.path == "/" || route.path == "/{file}") continue;  // the page
    routes.emplace(Lowercase(std::string(route.method)), route.path);
  }
  EXPECT_EQ(described, routes);
}

}  // namespace
}  // namespace fastdeploy::server
