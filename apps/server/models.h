// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "apps/server/http.h"
#include "apps/server/metrics.h"
#include "apps/server/tensors.h"
#include "fastdeploy/pool/pool.h"
#include "fastdeploy/vision/any_model.h"

namespace fastdeploy::server {

/// A model to serve.
struct ModelSource {
  std::string name;
  /// Loads it, also again. Throws Error.
  std::function<vision::AnyModel()> load;
  /// The name of its family, as far as it is known before it is loaded. Throws Error.
  std::function<std::string()> family;
};

enum class ModelState { kLoading, kReady, kFailed, kUnloaded };

/// "loading", "ready", "failed", "unloaded".
const char* Str(ModelState state);

/// What is known about a model, at one moment.
struct ModelInfo {
  std::string name;
  std::string family;
  ModelState state = ModelState::kLoading;
  std::string reason;               ///< why it failed, without folders of this machine
  std::vector<TensorInfo> outputs;  ///< of the inference protocol
};

/// The models of a server, each in a pool of clones behind a queue. They are loaded one after the
/// other in a thread of their own. While one is loaded again, the one before answers, and it
/// finishes everything that it accepted. All members are thread-safe.
class Models {
 public:
  /// Runs a model for a request and makes the answer. What it throws becomes the answer.
  using Work = std::function<Response(vision::AnyModel&, const Exchange&)>;
  /// Called when a model was loaded or unloaded; with the reason if that failed.
  using Done = std::function<void(const std::string& error)>;
  /// Told what happens, a line for people.
  using Say = std::function<void(const std::string& line)>;

  /// Starts to load the models. workers: clones of each model (0: one per core). queue: requests
  /// that may wait for each model.
  Models(std::vector<ModelSource> sources, int workers, int queue, Metrics* metrics, Say say);
  Models(const Models&) = delete;
  Models& operator=(const Models&) = delete;
  ~Models();

  /// Ends the loading and finishes everything that was accepted. Called by the destructor, too.
  void Close();
  /// From now on, what waits in the queues is dropped in place of being run.
  void DropWaiting() { dropping_ = true; }

  [[nodiscard]] std::vector<ModelInfo> List() const;
  /// Throws HttpError (404) if there is no model of that name.
  [[nodiscard]] ModelInfo Info(const std::string& name) const;
  /// The name of the first model of a family that is ready; else of the first one of it. Throws
  /// HttpError (404) if there is none.
  [[nodiscard]] std::string OfFamily(const std::string& family) const;
  /// Whether the first loading is over and all models that are not unloaded are ready.
  [[nodiscard]] bool Ready() const;
  /// Waits until the first loading is over. Returns how many models are ready.
  size_t WaitUntilLoaded();

  /// Hands a request to the next free clone of a model; never waits. Throws HttpError: 404 if there
  /// is no such model, 503 with Retry-After if it is not ready or its queue is full.
  void Run(const std::string& name, const ExchangePtr& exchange, Work work);

  /// Loads a model again, or unloads it. Throws HttpError (404) if there is no such model, and
  /// (503) if too many of these requests wait.
  void Load(const std::string& name, Done done);
  void Unload(const std::string& name, Done done);

  /// Sets the gauges of the models.
  void SetMetrics() const;

 private:
  struct Entry {
    ModelSource source;
    mutable std::shared_mutex mutex;  ///< of `info` and `pool`
    ModelInfo info;
    std::unique_ptr<Pool<vision::AnyModel>> pool;
    std::atomic<int> waiting = 0;
    std::atomic<int> running = 0;
    std::atomic<double> seconds = 0;  ///< of a request in a clone, a moving average
  };

  [[nodiscard]] Entry& Find(const std::string& name) const;
  [[nodiscard]] Pool<vision::AnyModel>::Job JobOf(Entry* entry, ExchangePtr exchange, Work work);
  [[nodiscard]] HttpError Full(const Entry& entry) const;
  std::string LoadNow(Entry* entry);
  void UnloadNow(Entry* entry);
  void Post(std::function<void()> task);
  void WorkThrough();

  std::vector<std::unique_ptr<Entry>> entries_;  ///< not changed after the constructor
  const int workers_;
  const int queue_;
  Metrics* metrics_;
  Say say_;
  std::mutex mutex_;  ///< of the tasks
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool closed_ = false;
  std::atomic<bool> loaded_ = false;
  std::atomic<bool> dropping_ = false;
  std::jthread loader_;
};

}  // namespace fastdeploy::server
