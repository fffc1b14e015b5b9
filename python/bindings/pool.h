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

/// An image on its way through a pool, and the concurrent.futures.Future that waits for it. Python
/// objects: to be touched with the GIL held, but for `skipped`.
struct Job {
  std::optional<Image> image;
  std::optional<Picture> picture;
  nb::object future;
  std::atomic<bool> skipped = false;  ///< nobody waits any more: do not begin
};

/// Gives the future of a job what `make` returns or throws, unless it was cancelled.
void Deliver(Job& job, const std::function<nb::object()>& make);

/// A pool of models of some type.
class AnyPool {
 public:
  AnyPool() = default;
  AnyPool(const AnyPool&) = delete;
  AnyPool& operator=(const AnyPool&) = delete;
  virtual ~AnyPool() = default;
  [[nodiscard]] virtual int Workers() const = 0;
  /// With `wait`, waits for room in the queue.
  virtual void Submit(const std::shared_ptr<Job>& job, bool wait) = 0;
  /// Finishes what was submitted; takes nothing more.
  virtual void Close() = 0;
};

/// Calls of a pool of models that are bound C++ classes: the GIL is taken once an image, to give
/// the result away.
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
    job->picture.emplace(*job->image);  // refuses what is no image, at once
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
