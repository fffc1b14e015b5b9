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

namespace fastdeploy {

/// Threads with a clone of one model each: one copy of the weights, and images go to whoever is
/// free. `Model` is anything that has `Predict(const cv::Mat&)` and a const `Clone()`: a model, a
/// pipeline, a type of one's own.
///
/// All members are thread-safe. The model that the pool is made from is not kept.
template <typename Model>
class Pool {
 public:
  /// `workers` threads; 0: one for every core. At most `capacity` images wait (0: two for every
  /// worker), then Submit and Run wait for room. Throws Error for a negative number.
  explicit Pool(const Model& model, int workers = 0, int capacity = 0)
      : queue_(std::make_unique<Queue>(CheckCapacity(workers, capacity))) {
    models_.resize(static_cast<size_t>(WorkersOf(workers)));
    for (auto& clone : models_) clone = model.Clone();
    for (auto& clone : models_) threads_.emplace_back([this, &clone] { Work(clone.get()); });
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  /// Finishes everything that was submitted.
  ~Pool() { Close(); }

  [[nodiscard]] int Workers() const { return static_cast<int>(models_.size()); }

  /// The result of one image, or what its Predict threw. The pool keeps a reference to the image's
  /// pixels: they must not be changed before the future is ready.
  auto Submit(cv::Mat image) {
    return Run([image = std::move(image)](Model& model) { return model.Predict(image); });
  }

  /// The same of any work with a model: call(Model&). Throws Error once the pool is closed.
  template <typename Call>
  std::future<std::invoke_result_t<Call&, Model&>> Run(Call call) {
    using Task = std::packaged_task<std::invoke_result_t<Call&, Model&>(Model&)>;
    auto task = std::make_shared<Task>(std::move(call));
    auto future = task->get_future();
    Post([task = std::move(task)](Model& model) { (*task)(model); });
    return future;
  }

  /// The same without a future; `job` must not throw. With `wait` false a full queue is no
  /// hindrance. Throws Error once the pool is closed.
  void Post(std::function<void(Model&)> job, bool wait = true) {
    process_.Require("this pool");
    if (!queue_->Push(std::move(job), wait)) {
      throw Error(ErrorKind::kInvalidArgument, "this pool is closed");
    }
  }

  /// Nothing more is taken; returns when all that was submitted is done. One thread at a time.
  void Close() {
    if (process_.Forked()) {
      // The threads are not here; to end them, or what they wait at, would be to wait for them.
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
                  "a pool takes 1 or more workers and room for 1 or more images (0: its choice), "
                  "not " +
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
