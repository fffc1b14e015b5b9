// SPDX-License-Identifier: Apache-2.0
//
// 1.x's images and steps of preprocessing (fastdeploy.C.vision), for programs that call the steps
// themselves. Models do not use them.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <vector>

#include "bindings/image.h"
#include "bindings/module.h"
#include "bindings/tensor.h"
#include "bindings/text.h"
#include "fastdeploy/compat/mat.h"
#include "fastdeploy/compat/size_processors.h"
#include "fastdeploy/compat/value_processors.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

using vision::FDMat;

/// FDMatBatch: the list of FDMat that a program passes.
struct Batch {
  std::vector<nb::object> mats;
};

/// Takes a copy of the pixels.
void FromNumpy(FDMat& self, const Array& from) {
  const Dense dense = DenseOf(from, "data");
  const nb::ndarray<nb::ro>& array = dense.array;
  const size_t channels = array.ndim() == 3 ? array.shape(2) : 1;
  if ((array.ndim() != 2 && array.ndim() != 3) || channels < 1 || channels > 4 ||
      array.size() == 0 || array.shape(0) > kMostSide || array.shape(1) > kMostSide) {
    throw Error(ErrorKind::kInvalidArgument,
                "data: expected an array of shape (height, width) or (height, width, 1 to 4)");
  }
  const FDTensor pixels = Borrow(dense, "data");
  auto* data = const_cast<void*>(array.data());  // NOLINT(*-const-cast)
  FDMat view = FDMat::Create(static_cast<int>(array.shape(0)), static_cast<int>(array.shape(1)),
                             static_cast<int>(channels), pixels.dtype, data);
  FDMat copy;
  copy.SetMat(view.GetOpenCVMat()->clone());
  self = copy;
}

/// A copy: (height, width, channels), or (channels, height, width) after HWC2CHW.
NumpyArray ToNumpy(FDMat& self) {
  FDTensor tensor;
  self.CopyToTensor(&tensor);
  return Tensor(std::move(tensor)).Numpy();
}

void Apply(vision::Processor& step, FDMat& mat) {
  if (step(&mat)) return;
  throw Error(ErrorKind::kInvalidArgument,
              step.Name() + " cannot process this image; the error is in the log");
}

/// A step of 1.x: an object that is called with an FDMat or an FDMatBatch and changes it.
template <typename Step, typename... Parameters, typename... Names>
void BindStep(nb::module_& module, const char* name, nb::init<Parameters...> /*init*/,
              const Names&... names) {
  nb::class_<Step>(module, name, "A step of 1.x's preprocessing; see docs/compatibility.md.")
      .def(nb::init<Parameters...>(), names...)
      .def(
          "__call__", [](Step& step, FDMat& mat) { Apply(step, mat); }, nb::arg("mat"))
      .def(
          "__call__",
          [](Step& step, Batch& batch) {
            for (const nb::object& mat : batch.mats) Apply(step, nb::cast<FDMat&>(mat));
          },
          nb::arg("mat"));
}

void BindImages(nb::module_& module) {
  nb::class_<FDMat>(module, "FDMat", "1.x's image, for its steps of preprocessing.")
      .def(nb::init<>())
      .def("from_numpy", &FromNumpy, nb::arg("data"),
           "Copies an array of shape (height, width) or (height, width, 1 to 4).")
      .def("numpy", &ToNumpy, "A copy as an array.")
      .def("print_info", &FDMat::PrintInfo, nb::arg("flag"),
           "Prints size, type and mean to standard output.")
      .def("width", &FDMat::Width)
      .def("height", &FDMat::Height)
      .def("channels", &FDMat::Channels);
  nb::class_<Batch>(module, "FDMatBatch", "1.x's batch of images.")
      .def(nb::init<>())
      .def(
          "from_mats",
          [](Batch& self, const std::vector<nb::object>& images) {
            for (const nb::object& image : images) {
              if (!nb::isinstance<FDMat>(image)) throw nb::type_error("expected a list of FDMat");
            }
            self.mats = images;
          },
          nb::arg("input_mats"), nb::sig("def from_mats(self, input_mats: list[FDMat]) -> None"))
      .def_prop_ro(
          "mats", [](const Batch& self) { return self.mats; },
          nb::for_getter(nb::sig("def mats(self, /) -> list[FDMat]")));
}

}  // namespace

void BindProcessors(nb::module_& module) {
  using namespace vision;  // NOLINT(google-build-using-namespace)
  using Floats = std::vector<float>;
  using Ints = std::vector<int>;
  BindImages(module);
  const nb::list none;
  BindStep<ResizeByShort>(module, "ResizeByShort", nb::init<int, int, bool, const Ints&>(),
                          nb::arg("target_size"), nb::arg("interp") = 1,
                          nb::arg("use_scale") = true, nb::arg("max_hw") = none);
  BindStep<CenterCrop>(module, "CenterCrop", nb::init<int, int>(), nb::arg("width"),
                       nb::arg("height"));
  BindStep<Pad>(module, "Pad", nb::init<int, int, int, int, const Floats&>(), nb::arg("top"),
                nb::arg("bottom"), nb::arg("left"), nb::arg("right"), nb::arg("value") = none);
  using NormalizeInit =
      nb::init<const Floats&, const Floats&, bool, const Floats&, const Floats&, bool>;
  BindStep<Normalize>(module, "Normalize", NormalizeInit(), nb::arg("mean"), nb::arg("std"),
                      nb::arg("is_scale") = true, nb::arg("min") = none, nb::arg("max") = none,
                      nb::arg("swap_rb") = false);
  BindStep<NormalizeAndPermute>(module, "NormalizeAndPermute", NormalizeInit(), nb::arg("mean"),
                                nb::arg("std"), nb::arg("is_scale") = true, nb::arg("min") = none,
                                nb::arg("max") = none, nb::arg("swap_rb") = false);
  BindStep<Cast>(module, "Cast", nb::init<const std::string&>(), nb::arg("dtype") = "float");
  BindStep<HWC2CHW>(module, "HWC2CHW", nb::init<>());
  BindStep<PadToSize>(module, "PadToSize", nb::init<int, int, const Floats&>(), nb::arg("width"),
                      nb::arg("height"), nb::arg("value"));
  BindStep<Resize>(module, "Resize", nb::init<int, int, float, float, int, bool>(),
                   nb::arg("width"), nb::arg("height"), nb::arg("scale_w") = -1.0F,
                   nb::arg("scale_h") = -1.0F, nb::arg("interp") = 1, nb::arg("use_scale") = false);
  BindStep<StridePad>(module, "StridePad", nb::init<int, const Floats&>(), nb::arg("stride"),
                      nb::arg("value"));
}

}  // namespace fastdeploy::python
