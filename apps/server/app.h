// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "apps/server/http.h"
#include "apps/server/metrics.h"
#include "apps/server/models.h"
#include "apps/server/options.h"

namespace fastdeploy::server {

/// What the handlers of requests share. Its members are thread-safe.
struct App {
  App(const Options& given, Metrics& of, Models& served)
      : options(given), metrics(of), models(served) {}

  const Options& options;
  Metrics& metrics;
  Models& models;
  std::atomic<bool> stopping = false;  ///< no more work is wanted: not ready
};

// The handlers, one for each route (router.cc). They do not wait: what takes time is done by the
// clones of the models. They throw HttpError for requests that they refuse.

// The plain interface: predict.cc.
void ListModels(App& app, const ExchangePtr& exchange);
void Predict(App& app, const ExchangePtr& exchange);

// The inference protocol: v2.cc, v2_infer.cc.
void ServerMetadata(App& app, const ExchangePtr& exchange);
void ServerLive(App& app, const ExchangePtr& exchange);
void ServerReady(App& app, const ExchangePtr& exchange);
void ModelMetadata(App& app, const ExchangePtr& exchange);
void ModelReady(App& app, const ExchangePtr& exchange);
void ModelInfer(App& app, const ExchangePtr& exchange);
void RepositoryIndex(App& app, const ExchangePtr& exchange);
void RepositoryLoad(App& app, const ExchangePtr& exchange);
void RepositoryUnload(App& app, const ExchangePtr& exchange);

// PaddleX's requests: paddlex.cc.
void PaddleXHealth(App& app, const ExchangePtr& exchange);
void PaddleXOcr(App& app, const ExchangePtr& exchange);
void PaddleXDetection(App& app, const ExchangePtr& exchange);
void PaddleXClassification(App& app, const ExchangePtr& exchange);
void PaddleXSegmentation(App& app, const ExchangePtr& exchange);

void ShowMetrics(App& app, const ExchangePtr& exchange);

/// The files of the page: page.cc. They are part of the program.
void ShowPage(App& app, const ExchangePtr& exchange);

}  // namespace fastdeploy::server
