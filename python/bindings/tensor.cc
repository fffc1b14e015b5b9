// SPDX-License-Identifier: Apache-2.0
#include "bindings/tensor.h"

#include <nanobind/stl/vector.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "bindings/module.h"
#include "bindings/text.h"
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

FDDataType TypeOf(const Dense& dense, const std::string& name) {
  for (const TypePair& pair : TypePairs()) {
    if (pair.dtype == dense.array.dtype()) return pair.type;
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

std::vector<int64_t> ShapeOf(const Dense& dense) {
  std::vector<int64_t> shape;
  for (size_t i = 0; i < dense.array.ndim(); ++i) {
    shape.push_back(static_cast<int64_t>(dense.array.shape(i)));
  }
  return shape;
}

}  // namespace

FDTensor Borrow(const Dense& dense, const std::string& name) {
  FDTensor tensor(name);
  // Inputs are only read.
  auto* data = const_cast<void*>(dense.array.data());  // NOLINT(*-const-cast)
  tensor.SetExternalData(ShapeOf(dense), TypeOf(dense, name), data);
  return tensor;
}

NumpyArray Tensor::Numpy() const {
  using Kept = std::pair<std::shared_ptr<FDTensor>, std::shared_ptr<Dense>>;
  const nb::capsule owner(new Kept(tensor_, shared_),
                          [](void* kept) noexcept { delete static_cast<Kept*>(kept); });
  const std::vector<size_t> shape(tensor_->shape.begin(), tensor_->shape.end());
  if (shared_ != nullptr && !shared_->writable) {
    return {nb::cast(nb::ndarray<nb::numpy, nb::ro>(tensor_->Data(), shape.size(), shape.data(),
                                                    owner, nullptr, DtypeOf(tensor_->dtype)))};
  }
  return {nb::cast(nb::ndarray<nb::numpy>(tensor_->MutableData(), shape.size(), shape.data(), owner,
                                          nullptr, DtypeOf(tensor_->dtype)))};
}

void Tensor::FromNumpy(const Array& array, bool share) {
  const std::string& name = tensor_->name;
  const Dense dense = DenseOf(array, name.empty() ? "data" : "tensor '" + name + "'", share);
  FDTensor borrowed = Borrow(dense, name);
  if (!share) borrowed.StopSharing();
  tensor_ = std::make_shared<FDTensor>(std::move(borrowed));
  shared_ = share ? std::make_shared<Dense>(dense) : nullptr;
}

void Tensor::Assign(const FDTensor& other) {
  if (shared_ != nullptr && !shared_->writable) {
    throw Error(ErrorKind::kInvalidArgument,
                "tensor '" + tensor_->name + "': expected memory to write to; it is read-only");
  }
  if (tensor_->dtype == other.dtype && tensor_->shape == other.shape) {
    std::memcpy(tensor_->MutableData(), other.Data(), static_cast<size_t>(other.Nbytes()));
    return;
  }
  auto copy = std::make_shared<FDTensor>(tensor_->name);
  const std::string name = tensor_->name;
  *copy = other;
  copy->StopSharing();
  copy->name = name;
  tensor_ = std::move(copy);
  shared_ = nullptr;
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

std::vector<FDTensor> BorrowAll(const std::vector<TensorArgument>& tensors) {
  std::vector<FDTensor> borrowed;
  for (const TensorArgument& tensor : tensors) {
    if (tensor.tensor) {
      borrowed.push_back(std::move(BorrowAll({*tensor.tensor})[0]));
      continue;
    }
    tensor.dense = DenseOf(tensor.array, "runtime_results");
    borrowed.push_back(Borrow(tensor.dense, ""));
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

namespace {

/// A tensor over memory that the caller keeps.
Tensor FromAddress(const std::string& name, uintptr_t address, const std::vector<int64_t>& shape,
                   const std::string& type, const std::string& place, int /*device_id*/) {
  if (place != "cpu") {
    throw Error(
        ErrorKind::kUnsupported,
        "data_place: expected 'cpu', where this library's tensors are; found '" + place + "'");
  }
  for (const TypePair& pair : TypePairs()) {
    if (Str(pair.type) != "FDDataType::" + type) continue;
    FDTensor tensor(name);
    auto* data = reinterpret_cast<void*>(address);  // NOLINT(*-reinterpret-cast,*-int-to-ptr)
    tensor.SetExternalData(shape, pair.type, data);
    return Tensor(std::move(tensor));
  }
  throw Error(ErrorKind::kInvalidArgument,
              "data_type: expected the name of an FDDataType such as 'FP32'; found '" + type + "'");
}

void BindExchange(nb::class_<Tensor>& type) {
  type.def_static("from_external_data", &FromAddress, nb::arg("name"), nb::arg("data_addr"),
                  nb::arg("shape"), nb::arg("data_type"), nb::arg("data_place") = "cpu",
                  nb::arg("device_id") = 0,
                  "A tensor over the dense array at an address (int), which must outlive it. "
                  "data_type is 'FP32', 'INT64', ... Raises fastdeploy.Error.")
      .def_static(
          "from_dlpack",
          [](const std::string& name, const Array& array) {
            Tensor tensor;
            tensor.Get().name = name;
            tensor.FromNumpy(array, true);
            return tensor;
          },
          nb::arg("name"), nb::arg("tensor"),
          "A tensor over the memory of another library's array on the CPU: a DLPack capsule, or an "
          "object with __dlpack__.")
      .def(
          "to_dlpack",
          [](const Tensor& tensor) { return tensor.Numpy().object.attr("__dlpack__")(); },
          "A DLPack capsule over the tensor's memory.")
      .def(
          "__dlpack__",
          [](const Tensor& tensor, const nb::kwargs& options) {
            return tensor.Numpy().object.attr("__dlpack__")(**options);
          },
          nb::sig("def __dlpack__(self, **options: typing.Any) -> typing.Any"))
      .def(
          "__dlpack_device__",
          [](const Tensor& tensor) { return tensor.Numpy().object.attr("__dlpack_device__")(); },
          nb::sig("def __dlpack_device__(self) -> tuple[int, int]"))
      .def(
          "print_info",
          [](const Tensor& tensor, const std::string& prefix) { tensor.Get().PrintInfo(prefix); },
          nb::arg("prefix") = "Debug TensorInfo: ",
          "Prints name, shape, type and device to standard output.");
}

}  // namespace

void BindTensor(nb::module_& module) {
  nb::enum_<Device> device(module, "Device", "Where a tensor lives or a model runs.");
  device.value("CPU", CPU)
      .value("GPU", GPU)
      .value("RKNPU", RKNPU)
      .value("IPU", IPU)
      .value("TIMVX", TIMVX)
      .value("KUNLUNXIN", KUNLUNXIN)
      .value("ASCEND", ASCEND)
      .value("SOPHGOTPUD", SOPHGOTPUD)
      .value("DIRECTML", DIRECTML)
      .value("SUNRISENPU", SUNRISENPU);
  device.attr("SOPHGOTPU") = device.attr("SOPHGOTPUD");  // 1.x's name in Python
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
  nb::class_<Tensor> type(module, "FDTensor",
                          "A dense array with a name: an input or output of a model.");
  BindExchange(type);
  type.def(nb::init<>())
      .def_prop_rw(
          "name", [](const Tensor& tensor) { return tensor.Get().name; },
          [](Tensor& tensor, const std::string& name) { tensor.Get().name = name; })
      .def_prop_ro("shape", [](const Tensor& tensor) { return tensor.Get().shape; })
      .def_prop_ro("dtype", [](const Tensor& tensor) { return tensor.Get().dtype; })
      .def_prop_ro("device", [](const Tensor& tensor) { return tensor.Get().device; })
      .def("numpy", &Tensor::Numpy,
           "An array that views the tensor's memory, without a copy; read-only if the memory is.")
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
