// SPDX-License-Identifier: Apache-2.0
#include "bindings/pool.h"

#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/unique_ptr.h>

#include <cxxabi.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "bindings/errors.h"
#include "bindings/module.h"

namespace fastdeploy::python {
namespace {

/// The jobs of all pools that are not done. No lock: a forked child could inherit it locked.
std::atomic<int> open_jobs = 0;
const ProcessMark kLoadedIn;

/// Returns when no job is left. Ctrl-C ends the wait.
void WaitForJobs() {
  while (open_jobs > 0 && !kLoadedIn.Forked()) {  // in a child, the threads are in the parent
    {
      const ReleasedGil release;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
  }
}

/// A model written in Python: any object with predict and clone. It is called with the GIL held;
/// the models of this package that it calls release the GIL.
class PythonModel {
 public:
  explicit PythonModel(nb::object object) : object_(std::move(object)) {}
  PythonModel(const PythonModel&) = delete;
  PythonModel& operator=(const PythonModel&) = delete;
  ~PythonModel() {
    const TakenGil taken;  // a worker may be the last to use it
    object_.reset();
  }

  [[nodiscard]] nb::object Predict(const nb::object& image) {
    return object_.attr("predict")(image);
  }
  [[nodiscard]] std::unique_ptr<PythonModel> Clone() const {
    return std::make_unique<PythonModel>(object_.attr("clone")());
  }

 private:
  nb::object object_;
};

class PythonPool : public AnyPool {
 public:
  PythonPool(const nb::object& model, int workers, int capacity)
      : pool_(std::make_unique<Pool<PythonModel>>(PythonModel(model), workers, capacity)) {}
  PythonPool(const PythonPool&) = delete;
  PythonPool& operator=(const PythonPool&) = delete;
  ~PythonPool() override {
    const ReleasedGil release;
    pool_.reset();
  }

  [[nodiscard]] int Workers() const override { return pool_->Workers(); }
  [[nodiscard]] bool Closed() const override { return pool_->Closed(); }
  bool Submit(const std::shared_ptr<Job>& job, WhenFull when_full) override {
    const auto work = [job, token = std::make_shared<JobToken>()](PythonModel& model) {
      const TakenGil taken;
      Deliver(*job, [&] { return job->skipped ? nb::none() : model.Predict(job->image->object); });
    };
    return SubmitTo<PythonModel>(*pool_, work, when_full);
  }
  void Close() override {
    const ReleasedGil release;
    pool_->Close();
  }

 private:
  std::unique_ptr<Pool<PythonModel>> pool_;
};

/// Submits an image. None: there is no room, and `when_full` is kRefuse.
std::shared_ptr<Job> Submit(AnyPool& pool, const Image& image, const nb::object& future,
                            WhenFull when_full) {
  auto job = std::make_shared<Job>();
  job->image = image;
  job->future = future;
  if (pool.Submit(job, when_full)) return job;
  job->future.reset();
  return nullptr;
}

}  // namespace

JobToken::JobToken() { ++open_jobs; }

JobToken::~JobToken() { --open_jobs; }

void Deliver(Job& job, const std::function<nb::object()>& make) {
  // From here on the job holds no Python objects, so that it can be destroyed without the GIL.
  const nb::object future = std::move(job.future);
  nb::object value;
  nb::object error;
  try {
    value = make();
  } catch (const abi::__forced_unwind&) {
    StopThread();  // the interpreter has ended
  } catch (...) {
    error = CurrentException();
  }
  job.picture.reset();
  job.image.reset();
  try {
    if (!nb::cast<bool>(future.attr("set_running_or_notify_cancel")())) return;
    if (error.is_valid()) {
      future.attr("set_exception")(error);
    } else {
      future.attr("set_result")(value);
    }
  } catch (const abi::__forced_unwind&) {
    StopThread();
  } catch (nb::python_error& raised) {
    raised.discard_as_unraisable("fastdeploy.Pool");
  }
}

void BindPool(nb::module_& module) {
  nb::class_<Job>(module, "_Job").def("skip", [](Job& job) { job.skipped = true; });
  nb::class_<AnyPool>(module, "_Pool", nb::is_weak_referenceable())
      .def_prop_ro("workers", &AnyPool::Workers)
      .def_prop_ro("closed", &AnyPool::Closed)
      .def(
          "submit",
          [](AnyPool& pool, const Image& image, const nb::object& future, bool wait) {
            return Submit(pool, image, future, wait ? WhenFull::kWait : WhenFull::kExceed);
          },
          nb::arg("image"), nb::arg("future"), nb::arg("wait"))
      .def(
          "try_submit",
          [](AnyPool& pool, const Image& image, const nb::object& future) {
            return Submit(pool, image, future, WhenFull::kRefuse);
          },
          nb::sig("def try_submit(self, image: typing.Any, future: object) -> _Job | None"),
          nb::arg("image"), nb::arg("future"))
      .def("close", &AnyPool::Close);
  module.def("_wait_for_jobs", &WaitForJobs,
             "Returns when the jobs of all pools are done. For the end of the interpreter.");
  module.def(
      "_python_pool",
      [](const nb::object& model, int workers, int capacity) -> std::unique_ptr<AnyPool> {
        return std::make_unique<PythonPool>(model, workers, capacity);
      },
      nb::arg("model"), nb::arg("workers"), nb::arg("capacity"));
}

}  // namespace fastdeploy::python
