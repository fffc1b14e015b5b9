// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "apps/server/models.h"
#include "apps/server/options.h"

namespace fastdeploy::server {

/// A server of models over HTTP. Its connections are run by two threads, each model by those of its
/// pool.
class Server {
 public:
  using Say = std::function<void(const std::string& line)>;

  /// Listens, and starts to load the models. `say` is told what happens, from any thread. Throws
  /// Error if the address cannot be listened at, or if the certificate cannot be used.
  Server(const Options& options, std::vector<ModelSource> models, Say say);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// The port that it listens at.
  [[nodiscard]] uint16_t Port() const;
  /// "http://127.0.0.1:8000".
  [[nodiscard]] std::string Address() const;

  /// Serves until Stop is called, or, with `signals`, until SIGTERM or SIGINT; then finishes what
  /// is in hand. A second signal ends it at once. Returns false if no model could be loaded.
  bool Run(bool signals = true);
  /// Ends Run. Thread-safe.
  void Stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace fastdeploy::server
