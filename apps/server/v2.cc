// SPDX-License-Identifier: Apache-2.0
//
// The inference protocol (KServe v2, "Open Inference Protocol"): everything but inference itself.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "apps/server/app.h"
#include "apps/server/bounded_json.h"
#include "apps/server/v2_request.h"

namespace fastdeploy::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kUnavailable = 503;

/// The model of a request. Throws HttpError (404) if there is none of its name or version.
ModelInfo ModelOf(const App& app, const Exchange& exchange) {
  ModelInfo info = app.models.Info(exchange.parameters.at("name"));
  CheckVersion(exchange);
  return info;
}

Json Tensors(const std::vector<TensorInfo>& infos) {
  Json rows = Json::array();
  for (const TensorInfo& info : infos) {
    rows.push_back({{"name", info.name}, {"datatype", info.datatype}, {"shape", info.shape}});
  }
  return rows;
}

/// Answers when a model was loaded or unloaded.
Models::Done Answering(const ExchangePtr& exchange) {
  return [exchange](const std::string& error) {
    exchange->Answer(error.empty() ? Response{.body = "{}"} : ErrorResponse(400, error));
  };
}

void RequireReload(const App& app) {
  if (app.options.reload) return;
  throw HttpError(403, "this server does not load or unload models on request");
}

}  // namespace

void ServerMetadata(App& /*app*/, const ExchangePtr& exchange) {
  const Json metadata = {{"name", "fastdeploy"},
                         {"version", FASTDEPLOY_VERSION},
                         {"extensions", {"binary_tensor_data", "model_repository"}}};
  exchange->Answer({.body = metadata.dump()});
}

void ServerLive(App& /*app*/, const ExchangePtr& exchange) {
  exchange->Answer({.body = R"({"live":true})"});
}

void ServerReady(App& app, const ExchangePtr& exchange) {
  const bool ready = !app.stopping && app.models.Ready();
  exchange->Answer(
      {.status = ready ? 200 : kUnavailable, .body = fmt::format(R"({{"ready":{}}})", ready)});
}

void ModelMetadata(App& app, const ExchangePtr& exchange) {
  const ModelInfo info = ModelOf(app, *exchange);
  if (info.state != ModelState::kReady) {
    throw HttpError(kUnavailable,
                    fmt::format("model '{}' is not ready: {}", info.name, Str(info.state)));
  }
  std::vector<TensorInfo> inputs = {{"image", "UINT8", {-1, -1, -1, 3}}};
  if (TakesLanguage(info.outputs)) inputs.push_back({"lang_type", "BYTES", {-1, 1}});
  const Json metadata = {{"name", info.name},
                         {"versions", {kVersion}},
                         {"platform", "fastdeploy"},
                         {"inputs", Tensors(inputs)},
                         {"outputs", Tensors(info.outputs)}};
  exchange->Answer({.body = metadata.dump()});
}

void ModelReady(App& app, const ExchangePtr& exchange) {
  const ModelInfo info = ModelOf(app, *exchange);
  const bool ready = info.state == ModelState::kReady && !app.stopping;
  const Json answer = {{"name", info.name}, {"ready", ready}};
  exchange->Answer({.status = ready ? 200 : kUnavailable, .body = answer.dump()});
}

void RepositoryIndex(App& app, const ExchangePtr& exchange) {
  bool only_ready = false;
  if (!exchange->request.body.empty()) {
    constexpr size_t kMostValues = 100;
    const nlohmann::json body = ParsedJson(exchange->request.body, kMostValues);
    if (!body.is_object()) throw HttpError(400, "the body: expected a JSON object, or nothing");
    only_ready = body.contains("ready") && body["ready"] == true;
  }
  Json rows = Json::array();
  for (const ModelInfo& info : app.models.List()) {
    const bool ready = info.state == ModelState::kReady;
    if (only_ready && !ready) continue;
    const char* state = info.state == ModelState::kLoading ? "LOADING" : "UNAVAILABLE";
    rows.push_back({{"name", info.name},
                    {"version", kVersion},
                    {"state", ready ? "READY" : state},
                    {"reason", info.state == ModelState::kUnloaded ? "unloaded" : info.reason}});
  }
  exchange->Answer({.body = rows.dump()});
}

void RepositoryLoad(App& app, const ExchangePtr& exchange) {
  RequireReload(app);
  app.models.Load(exchange->parameters.at("name"), Answering(exchange));
}

void RepositoryUnload(App& app, const ExchangePtr& exchange) {
  RequireReload(app);
  app.models.Unload(exchange->parameters.at("name"), Answering(exchange));
}

}  // namespace fastdeploy::server
