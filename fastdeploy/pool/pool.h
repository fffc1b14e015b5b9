// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/core/process.h"
#include "fastdeploy/pool/bounded_queue.h"
#include "fastdeploy/pool/threads.h"

namespace fastdeploy {

/// A pool of threads, each with its own clone of a model. The clones share the weights, and each
/// image goes to the next free thread. `Model` is any type that has `Predict(const cv::Mat&)` and a
/// const `Clone()`: a model, a pipeline, or a type of your own.
///
/// All members are thread-safe, and may be called by the pool's own threads, that is, in the work
/// that was submitted and in callbacks: there, nothing waits for what only that thread can do.
/// Submit goes past the capacity, Close and the destructor return before the work is done. The pool
/// keeps no reference to the original model.
template <typename Model>
class Pool {
 public:
  using Job = std::function<void(Model&)>;

  static constexpr int kMostWorkers = 1024;

  /// Starts `workers` threads (0: one per core; no more than MaxThreads). At most `capacity` images
  /// wait in the queue (0: two per worker); when it is full, Submit and Run block. If the system
  /// makes fewer threads, the pool has fewer. Throws Error for a negative number, for more than
  /// kMostWorkers, if there is no thread, and for several workers with a model whose results depend
  /// on the images before (a tracker).
  explicit Pool(const Model& model, int workers = 0, int capacity = 0)
      : state_(std::make_shared<State>(CheckCapacity(workers, capacity))) {
    state_->models.resize(static_cast<size_t>(WorkersOf(workers)));
    if constexpr (requires { model.RemembersImages(); }) {
      if (state_->models.size() > 1 && model.RemembersImages()) {
        throw Error(ErrorKind::kInvalidArgument,
                    "results of this model depend on the images before: it needs one worker, or a "
                    "clone for each sequence");
      }
    }
    for (auto& clone : state_->models) clone = model.Clone();
    threads_ = StartThreads(state_->models.size(), [state = state_](size_t i) {
      Work(state.get(), static_cast<Model*>(state->models[i].get()));
    });
    for (const std::jthread& thread : threads_) workers_.push_back(thread.get_id());
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  /// Finishes everything that was submitted; on one of its own threads, without waiting for it.
  ~Pool() {
    Close();
    // Left only on an own thread. The threads keep the queue and the models until they are done.
    for (std::jthread& thread : threads_) thread.detach();
  }

  [[nodiscard]] int Workers() const { return static_cast<int>(workers_.size()); }

  /// A future for the result of one image, or for what its Predict throws. The pool keeps a
  /// reference to the image's pixels: do not change them before the future is ready.
  auto Submit(cv::Mat image) { return Run(PredictOf(std::move(image))); }

  /// The same, but never waits: nothing if the queue is full. For servers, which refuse then.
  auto TrySubmit(cv::Mat image) { return TryRun(PredictOf(std::move(image))); }

  /// The same for any work that uses a model: call(Model&). Throws Error once the pool is closed.
  template <typename Call>
  std::future<std::invoke_result_t<Call&, Model&>> Run(Call call) {
    auto [job, future] = Pack(std::move(call));
    Post(std::move(job));
    return std::move(future);
  }
  template <typename Call>
  std::optional<std::future<std::invoke_result_t<Call&, Model&>>> TryRun(Call call) {
    auto [job, future] = Pack(std::move(call));
    if (!TryPost(job)) return std::nullopt;
    return std::move(future);
  }

  /// The same without a future: what `job` throws is logged. With `wait` false, adds the job even
  /// if the queue is full. Throws Error once the pool is closed.
  void Post(Job job, bool wait = true) {
    Require();
    const bool waits = wait && !OnOwnThread();
    const Pushed pushed =
        waits ? state_->queue.Push(std::move(job)) : state_->queue.PushBeyond(std::move(job));
    RequireOpen(pushed);
  }

  /// The same, but waits for room no longer than `patience`. Returns false, and leaves the job as
  /// it is, if there was none.
  bool TryPost(Job& job, std::chrono::milliseconds patience = {}) {
    Require();
    if (OnOwnThread()) patience = {};
    const Pushed pushed = state_->queue.PushWithin(std::move(job), patience);
    RequireOpen(pushed);
    return pushed == Pushed::kYes;
  }

  /// Accepts no more work, and returns when all submitted work is done. On one of the pool's own
  /// threads it returns at once; another thread can then wait with a call of its own.
  void Close() {
    if (process_.Forked()) {
      // The threads do not exist in the child: joining them would hang. Leak them; they hold the
      // state, which then stays, too.
      (void)new std::vector<std::jthread>(std::move(threads_));
      threads_.clear();
      return;
    }
    state_->queue.Close();
    if (OnOwnThread()) return;
    const std::lock_guard lock(joining_);
    threads_.clear();
  }

  [[nodiscard]] bool Closed() const { return process_.Forked() || state_->queue.Closed(); }

  /// Whether the calling thread is one of the pool's.
  [[nodiscard]] bool OnOwnThread() const {
    return std::ranges::find(workers_, std::this_thread::get_id()) != workers_.end();
  }

 private:
  /// What the threads use. They share it with the pool, which may go before them.
  struct State {
    explicit State(size_t capacity) : queue(capacity) {}
    std::vector<decltype(std::declval<const Model&>().Clone())> models;
    BoundedQueue<Job> queue;
  };

  static int WorkersOf(int workers) {
    return workers > 0 ? WithinMaxThreads(workers) : AvailableCores();
  }
  static size_t CheckCapacity(int workers, int capacity) {
    if (workers < 0 || workers > kMostWorkers) {
      throw Error(ErrorKind::kInvalidArgument, "workers: expected 0 (one per core) to " +
                                                   std::to_string(kMostWorkers) + ", found " +
                                                   std::to_string(workers));
    }
    if (capacity < 0) {
      throw Error(ErrorKind::kInvalidArgument,
                  "capacity of the queue: expected 0 (two images per worker) or more, found " +
                      std::to_string(capacity));
    }
    return capacity > 0 ? static_cast<size_t>(capacity) : 2 * size_t(WorkersOf(workers));
  }

  static auto PredictOf(cv::Mat image) {
    return [image = std::move(image)](Model& model) { return model.Predict(image); };
  }
  template <typename Call>
  static auto Pack(Call call) {
    using Task = std::packaged_task<std::invoke_result_t<Call&, Model&>(Model&)>;
    auto task = std::make_shared<Task>(std::move(call));
    auto future = task->get_future();
    return std::pair(Job([task = std::move(task)](Model& model) { (*task)(model); }),
                     std::move(future));
  }

  void Require() const { process_.Require("this pool"); }
  static void RequireOpen(Pushed pushed) {
    if (pushed != Pushed::kClosed) return;
    throw Error(ErrorKind::kInvalidArgument, "this pool is closed");
  }

  static void Work(State* state, Model* model) {
    while (const auto job = state->queue.Pop()) {
      try {
        (*job)(*model);
      } catch (const std::exception& error) {
        LogError(std::string("a job of a pool failed: ") + error.what());
      } catch (...) {
        LogError("a job of a pool failed: unknown error");
      }
    }
  }

  std::shared_ptr<State> state_;
  std::mutex joining_;
  std::vector<std::jthread> threads_;
  std::vector<std::thread::id> workers_;  ///< of threads_; never changes after the constructor
  ProcessMark process_;
};

}  // namespace fastdeploy
