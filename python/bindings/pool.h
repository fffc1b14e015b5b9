// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include <atomic>
#include <chrono>
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
/// have Python objects: create and destroy them only with the GIL held.
struct Job {
  std::optional<Image> image;
  std::optional<Picture> picture;
  nb::object future;
  std::atomic<bool> skipped = false;  ///< cancelled: do not start
};

/// Sets a job's future to what `make` returns or throws, unless the future was cancelled. Call it
/// with the GIL held; afterwards the job holds no Python objects.
void Deliver(Job& job, const std::function<nb::object()>& make);

/// Exists as long as a job is in a pool: the interpreter ends only after all of them.
class JobToken {
 public:
  JobToken();
  JobToken(const JobToken&) = delete;
  JobToken& operator=(const JobToken&) = delete;
  ~JobToken();
};

/// What submitting does when the queue is full.
enum class WhenFull { kWait, kRefuse, kExceed };

/// A pool of models of any type. Workers never wait for room.
class AnyPool {
 public:
  AnyPool() = default;
  AnyPool(const AnyPool&) = delete;
  AnyPool& operator=(const AnyPool&) = delete;
  virtual ~AnyPool() = default;
  [[nodiscard]] virtual int Workers() const = 0;
  [[nodiscard]] virtual bool Closed() const = 0;
  /// Adds a job to the queue; false: it is full and `when_full` is kRefuse. A wait ends with the
  /// exception that a signal's handler raises.
  virtual bool Submit(const std::shared_ptr<Job>& job, WhenFull when_full) = 0;
  /// Accepts no more jobs, and returns when all submitted jobs are done; in a worker at once.
  virtual void Close() = 0;
};

/// Adds a job to a pool as AnyPool::Submit says. Call it with the GIL held.
template <typename Model>
bool SubmitTo(Pool<Model>& pool, typename Pool<Model>::Job job, WhenFull when_full) {
  constexpr std::chrono::milliseconds kSlice(50);  // between two looks at signals
  if (when_full == WhenFull::kExceed || (when_full == WhenFull::kWait && pool.OnOwnThread())) {
    pool.Post(std::move(job), false);
    return true;
  }
  for (;;) {
    {
      const ReleasedGil release;
      if (pool.TryPost(job, when_full == WhenFull::kWait ? kSlice : kSlice.zero())) return true;
    }
    if (when_full == WhenFull::kRefuse) return false;
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
  }
}

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
    const ReleasedGil release;
    pool_.reset();
  }

  [[nodiscard]] int Workers() const override { return pool_->Workers(); }
  [[nodiscard]] bool Closed() const override { return pool_->Closed(); }
  bool Submit(const std::shared_ptr<Job>& job, WhenFull when_full) override {
    job->picture = Picture::Unread(*job->image);  // throws if it is not an image
    const auto work = [job, token = std::make_shared<JobToken>()](Model& model) {
      Work(model, *job);
    };
    return SubmitTo<Model>(*pool_, work, when_full);
  }
  void Close() override {
    const ReleasedGil release;
    pool_->Close();
  }

 private:
  static void Work(Model& model, Job& job) {
    std::optional<typename Model::Result> result;
    std::exception_ptr error;
    if (!job.skipped) {
      const Computing computing;
      try {
        job.picture->Read();
        result = model.Predict(job.picture->Mat());
      } catch (...) {
        error = std::current_exception();
      }
    }
    const TakenGil taken;
    Deliver(job, [&] {
      if (error) std::rethrow_exception(error);
      return result ? nb::cast(ToPython(std::move(*result))) : nb::none();
    });
  }

  std::unique_ptr<Pool<Model>> pool_;
};

}  // namespace fastdeploy::python
