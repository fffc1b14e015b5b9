// SPDX-License-Identifier: Apache-2.0
#include "bindings/pool.h"

#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/unique_ptr.h>

#include "bindings/errors.h"
#include "bindings/module.h"

namespace fastdeploy::python {
namespace {

/// A model written in Python: any object with predict and clone. It is called with the GIL held;
/// the models of this package that it calls release the GIL.
struct PythonModel {
  nb::object object;

  [[nodiscard]] std::unique_ptr<PythonModel> Clone() const {
    return std::make_unique<PythonModel>(PythonModel{object.attr("clone")()});
  }
};

class PythonPool : public AnyPool {
 public:
  PythonPool(const nb::object& model, int workers, int capacity)
      : pool_(std::make_unique<Pool<PythonModel>>(PythonModel{model}, workers, capacity)) {}
  PythonPool(const PythonPool&) = delete;
  PythonPool& operator=(const PythonPool&) = delete;
  ~PythonPool() override { PythonPool::Close(); }

  [[nodiscard]] int Workers() const override { return pool_->Workers(); }
  void Submit(const std::shared_ptr<Job>& job, bool wait) override {
    const nb::gil_scoped_release release;
    pool_->Post(
        [job](PythonModel& model) {
          const nb::gil_scoped_acquire acquire;
          Deliver(*job, [&] {
            return job->skipped ? nb::none() : model.object.attr("predict")(job->image->object);
          });
        },
        wait);
  }
  void Close() override {
    WithoutGil([&] { pool_->Close(); });
  }

 private:
  std::unique_ptr<Pool<PythonModel>> pool_;
};

}  // namespace

void Deliver(Job& job, const std::function<nb::object()>& make) {
  // From here on the job holds no Python objects, so that it can be destroyed without the GIL.
  const nb::object future = std::move(job.future);
  nb::object value;
  nb::object error;
  try {
    value = make();
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
  } catch (nb::python_error& raised) {
    raised.discard_as_unraisable("fastdeploy.Pool");
  }
}

void BindPool(nb::module_& module) {
  nb::class_<Job>(module, "_Job").def("skip", [](Job& job) { job.skipped = true; });
  nb::class_<AnyPool>(module, "_Pool")
      .def_prop_ro("workers", &AnyPool::Workers)
      .def(
          "submit",
          [](AnyPool& pool, const Image& image, const nb::object& future, bool wait) {
            auto job = std::make_shared<Job>();
            job->image = image;
            job->future = future;
            pool.Submit(job, wait);
            return job;
          },
          nb::arg("image"), nb::arg("future"), nb::arg("wait"))
      .def("close", &AnyPool::Close);
  module.def(
      "_python_pool",
      [](const nb::object& model, int workers, int capacity) -> std::unique_ptr<AnyPool> {
        return std::make_unique<PythonPool>(model, workers, capacity);
      },
      nb::arg("model"), nb::arg("workers"), nb::arg("capacity"));
}

}  // namespace fastdeploy::python
