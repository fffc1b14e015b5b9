// SPDX-License-Identifier: Apache-2.0
#include "bindings/tensor.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <array>
#include <utility>

#include "bindings/module.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

struct TypePair {
  FDDataType type;
  nb::dlpack::dtype dtype;
};

const std::array<TypePair, 9>& TypePairs() {
  static const std::array<TypePair, 9> pairs = {
      {{BOOL, nb::dtype<bool>()},
       {INT8, nb::dtype<int8_t>()},
       {INT16, nb::dtype<int16_t>()},
       {INT32, nb::dtype<int32_t>()},
       {INT64, nb::dtype<int64_t>()},
       {UINT8, nb::dtype<uint8_t>()},
       {FP16, {uint8_t(nb::dlpack::dtype_code::Float), 16, 1}},
       {FP32, nb::dtype<float>()},
       {FP64, nb::dtype<double>()}}};
  return pairs;
}

FDDataType TypeOf(const Dense& array, const std::string& name) {
  for (const TypePair& pair : TypePairs()) {
    if (pair.dtype == array.dtype()) return pair.type;
  }
  throw Error(ErrorKind::kInvalidArgument,
              "tensor '" + name + "': tensors cannot have this array's element type");
}

nb::dlpack::dtype DtypeOf(FDDataType type) {
  for (const TypePair& pair : TypePairs()) {
    if (pair.type == type) return pair.dtype;
  }
  throw Error(ErrorKind::kUnsupported, Str(type) + " has no equivalent in NumPy");
}

std::vector<int64_t> ShapeOf(const Dense& array) {
  std::vector<int64_t> shape;
  for (size_t i = 0; i < array.ndim(); ++i) shape.push_back(static_cast<int64_t>(array.shape(i)));
  return shape;
}

}  // namespace

FDTensor Borrow(const Dense& array, const std::string& name) {
  FDTensor tensor(name);
  // Inputs are only read.
  auto* data = const_cast<void*>(array.data());  // NOLINT(*-const-cast)
  tensor.SetExternalData(ShapeOf(array), TypeOf(array, name), data);
  return tensor;
}

nb::ndarray<nb::numpy> Tensor::Numpy() const {
  using Kept = std::pair<std::shared_ptr<FDTensor>, std::shared_ptr<Dense>>;
  const nb::capsule owner(new Kept(tensor_, shared_),
                          [](void* kept) noexcept { delete static_cast<Kept*>(kept); });
  const std::vector<size_t> shape(tensor_->shape.begin(), tensor_->shape.end());
  return {tensor_->MutableData(), shape.size(), shape.data(), owner, nullptr,
          DtypeOf(tensor_->dtype)};
}

void Tensor::FromNumpy(const Dense& array, bool share) {
  FDTensor borrowed = Borrow(array, tensor_->name);
  if (!share) borrowed.StopSharing();
  tensor_ = std::make_shared<FDTensor>(std::move(borrowed));
  shared_ = share ? std::make_shared<Dense>(array) : nullptr;
}

std::vector<FDTensor> BorrowAll(const std::vector<Tensor>& tensors) {
  std::vector<FDTensor> borrowed;
  for (const Tensor& tensor : tensors) {
    const FDTensor& from = tensor.Get();
    auto* data = const_cast<void*>(from.Data());  // NOLINT(*-const-cast)
    borrowed.emplace_back(from.name).SetExternalData(from.shape, from.dtype, data);
  }
  return borrowed;
}

std::vector<Tensor> ToPython(std::vector<FDTensor>&& tensors) {
  std::vector<Tensor> found;
  for (FDTensor& tensor : tensors) {
    tensor.StopSharing();
    found.emplace_back(std::move(tensor));
  }
  return found;
}

void BindTensor(nb::module_& module) {
  nb::enum_<Device>(module, "Device", "Where a tensor lives or a model runs.")
      .value("CPU", CPU)
      .value("GPU", GPU)
      .value("RKNPU", RKNPU)
      .value("IPU", IPU)
      .value("KUNLUNXIN", KUNLUNXIN)
      .value("ASCEND", ASCEND)
      .value("SOPHGOTPUD", SOPHGOTPUD);
  nb::enum_<FDDataType>(module, "FDDataType", "Element type of a tensor.")
      .value("BOOL", BOOL)
      .value("INT16", INT16)
      .value("INT32", INT32)
      .value("INT64", INT64)
      .value("FP16", FP16)
      .value("FP32", FP32)
      .value("FP64", FP64)
      .value("UINT8", UINT8)
      .value("INT8", INT8);
  nb::class_<Tensor>(module, "FDTensor",
                     "A dense array with a name: an input or output of a model.")
      .def(nb::init<>())
      .def_prop_rw(
          "name", [](const Tensor& tensor) { return tensor.Get().name; },
          [](Tensor& tensor, const std::string& name) { tensor.Get().name = name; })
      .def_prop_ro("shape", [](const Tensor& tensor) { return tensor.Get().shape; })
      .def_prop_ro("dtype", [](const Tensor& tensor) { return tensor.Get().dtype; })
      .def_prop_ro("device", [](const Tensor& tensor) { return tensor.Get().device; })
      .def("numpy", &Tensor::Numpy, "An array that views the tensor's memory, without a copy.")
      .def("data", &Tensor::Numpy, "The same as numpy().")
      .def("from_numpy", &Tensor::FromNumpy, nb::arg("data"), nb::arg("share_buffer") = false,
           "Sets shape, type and elements from an array; the name stays. Copies the elements, or "
           "uses the array's own memory with share_buffer.")
      .def("__repr__", [](const Tensor& tensor) {
        return "FDTensor(name='" + tensor.Get().name +
               "', shape=" + ShapeString(tensor.Get().shape) +
               ", dtype=" + Str(tensor.Get().dtype) + ")";
      });
}

}  // namespace fastdeploy::python
