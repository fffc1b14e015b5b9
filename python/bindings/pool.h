// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "bindings/image.h"
#include "bindings/result.h"
#include "bindings/shared.h"
#include "fastdeploy/pool/pool.h"

namespace fastdeploy::python {

/// An image in a pool, and the concurrent.futures.Future for its result. All members but `skipped`
/// are Python objects: access them only with the GIL held.
struct Job {
  std::optional<Image> image;
  std::optional<Picture> picture;
  nb::object future;
  std::atomic<bool> skipped = false;  ///< cancelled: do not start
};

/// Sets a job's future to what `make` returns or throws, unless the future was cancelled.
void Deliver(Job& job, const std::function<nb::object()>& make);

/// A pool of models of any type.
class AnyPool {
 public:
  AnyPool() = default;
  AnyPool(const AnyPool&) = delete;
  AnyPool& operator=(const AnyPool&) = delete;
  virtual ~AnyPool() = default;
  [[nodiscard]] virtual int Workers() const = 0;
  /// Adds a job to the queue. If the queue is full, waits for room, or adds it anyway without
  /// `wait`.
  virtual void Submit(const std::shared_ptr<Job>& job, bool wait) = 0;
  /// Accepts no more jobs, and returns when all submitted jobs are done.
  virtual void Close() = 0;
};

/// A pool of models that are C++ classes. Takes the GIL once per image, to deliver the result.
template <typename Model>
class PoolOf : public AnyPool {
 public:
  PoolOf(const Shared<Model>& model, int workers, int capacity)
      : pool_(model.Use([&](const Model& from) {
          return std::make_unique<Pool<Model>>(from, workers, capacity);
        })) {}
  PoolOf(const PoolOf&) = delete;
  PoolOf& operator=(const PoolOf&) = delete;
  ~PoolOf() override {
    const nb::gil_scoped_release release;
    pool_.reset();
  }

  [[nodiscard]] int Workers() const override { return pool_->Workers(); }
  void Submit(const std::shared_ptr<Job>& job, bool wait) override {
    job->picture.emplace(*job->image);  // throws if it is not an image
    const nb::gil_scoped_release release;
    pool_->Post([job](Model& model) { Work(model, *job); }, wait);
  }
  void Close() override {
    WithoutGil([&] { pool_->Close(); });
  }

 private:
  static void Work(Model& model, Job& job) {
    std::optional<typename Model::Result> result;
    std::exception_ptr error;
    if (!job.skipped) {
      try {
        result = model.Predict(job.picture->Mat());
      } catch (...) {
        error = std::current_exception();
      }
    }
    const nb::gil_scoped_acquire acquire;
    Deliver(job, [&] {
      if (error) std::rethrow_exception(error);
      return result ? nb::cast(ToPython(std::move(*result))) : nb::none();
    });
  }

  std::unique_ptr<Pool<Model>> pool_;
};

}  // namespace fastdeploy::python
