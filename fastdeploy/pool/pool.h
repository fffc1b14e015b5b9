// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <opencv2/core.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/process.h"
#include "fastdeploy/pool/bounded_queue.h"
#include "fastdeploy/pool/threads.h"

namespace fastdeploy {

/// A pool of threads, each with its own clone of a model. The clones share the weights, and each
/// image goes to the next free thread. `Model` is any type that has `Predict(const cv::Mat&)` and a
/// const `Clone()`: a model, a pipeline, or a type of your own.
///
/// All members are thread-safe, except as noted. The pool keeps no reference to the original model.
template <typename Model>
class Pool {
 public:
  /// Starts `workers` threads (0: one per core). At most `capacity` images wait in the queue (0:
  /// two per worker); when it is full, Submit and Run block. If the system makes fewer
  /// threads, the pool has fewer. Throws Error for a negative number, and if there is no thread.
  explicit Pool(const Model& model, int workers = 0, int capacity = 0)
      : queue_(std::make_unique<Queue>(CheckCapacity(workers, capacity))) {
    models_.resize(static_cast<size_t>(WorkersOf(workers)));
    for (auto& clone : models_) clone = model.Clone();
    threads_ = StartThreads(models_.size(),
                            [this](size_t i) { Work(static_cast<Model*>(models_[i].get())); });
    models_.resize(threads_.size());
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  /// Finishes everything that was submitted.
  ~Pool() { Close(); }

  [[nodiscard]] int Workers() const { return static_cast<int>(models_.size()); }

  /// A future for the result of one image, or for what its Predict throws. The pool keeps a
  /// reference to the image's pixels: do not change them before the future is ready.
  auto Submit(cv::Mat image) {
    return Run([image = std::move(image)](Model& model) { return model.Predict(image); });
  }

  /// The same for any work that uses a model: call(Model&). Throws Error once the pool is closed.
  template <typename Call>
  std::future<std::invoke_result_t<Call&, Model&>> Run(Call call) {
    using Task = std::packaged_task<std::invoke_result_t<Call&, Model&>(Model&)>;
    auto task = std::make_shared<Task>(std::move(call));
    auto future = task->get_future();
    Post([task = std::move(task)](Model& model) { (*task)(model); });
    return future;
  }

  /// The same without a future; `job` must not throw. With `wait` false, adds the job even if the
  /// queue is full. Throws Error once the pool is closed.
  void Post(std::function<void(Model&)> job, bool wait = true) {
    process_.Require("this pool");
    if (!queue_->Push(std::move(job), wait)) {
      throw Error(ErrorKind::kInvalidArgument, "this pool is closed");
    }
  }

  /// Accepts no more work, and returns when all submitted work is done. One thread at a time.
  void Close() {
    if (process_.Forked()) {
      // The threads do not exist in the child: joining them, or destroying what they wait on, would
      // hang. Leak both.
      (void)new std::vector<std::jthread>(std::move(threads_));
      (void)queue_.release();
    } else {
      queue_->Close();
    }
    threads_.clear();
  }

 private:
  using Queue = BoundedQueue<std::function<void(Model&)>>;

  static int WorkersOf(int workers) {
    return workers > 0 ? workers
                       : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  }
  static size_t CheckCapacity(int workers, int capacity) {
    if (workers < 0 || capacity < 0) {
      throw Error(ErrorKind::kInvalidArgument,
                  "a pool takes 0 (automatic) or more workers and a capacity of 0 (automatic) or "
                  "more images, got " +
                      std::to_string(workers) + " and " + std::to_string(capacity));
    }
    return static_cast<size_t>(capacity > 0 ? capacity : 2 * WorkersOf(workers));
  }
  void Work(Model* model) {
    while (const auto job = queue_->Pop()) (*job)(*model);
  }

  std::unique_ptr<Queue> queue_;
  std::vector<decltype(std::declval<const Model&>().Clone())> models_;
  std::vector<std::jthread> threads_;
  ProcessMark process_;
};

}  // namespace fastdeploy
