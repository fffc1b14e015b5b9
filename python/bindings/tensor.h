// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bindings/array.h"
#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::python {

namespace nb = nanobind;

/// fastdeploy.FDTensor. Its FDTensor never moves in memory, so that arrays can view it.
class Tensor {
 public:
  Tensor() = default;
  explicit Tensor(FDTensor&& tensor) : tensor_(std::make_shared<FDTensor>(std::move(tensor))) {}

  [[nodiscard]] const FDTensor& Get() const { return *tensor_; }
  [[nodiscard]] FDTensor& Get() { return *tensor_; }
  /// A NumPy array that views the tensor's memory and keeps it alive. Read-only if that memory is.
  [[nodiscard]] NumpyArray Numpy() const;
  /// Copies an array's elements or, with `share`, uses the array's own memory.
  void FromNumpy(const Array& array, bool share);
  /// Copies the elements of `other` into this tensor's memory, which may be shared, if shape and
  /// type are equal; otherwise takes a copy of `other`. The name stays. Throws Error if the shared
  /// memory is read-only.
  void Assign(const FDTensor& other);

 private:
  std::shared_ptr<FDTensor> tensor_ = std::make_shared<FDTensor>();
  std::shared_ptr<Dense> shared_;  ///< whose memory the tensor uses; null: its own
};

/// A tensor that views an array's memory; the array must outlive it. Throws Error for an element
/// type that tensors do not have.
FDTensor Borrow(const Dense& dense, const std::string& name);

/// An output of a network as a postprocessor takes it: an FDTensor, or the array that Runtime.infer
/// returns.
struct TensorArgument {
  std::optional<Tensor> tensor;
  Array array;
  mutable Dense dense;  ///< the array's memory, once BorrowAll has looked at it
};

/// Tensors that view the memory of Python's tensors and arrays, which must outlive them. Throws
/// Error for an element type that tensors do not have.
std::vector<FDTensor> BorrowAll(const std::vector<Tensor>& tensors);
std::vector<FDTensor> BorrowAll(const std::vector<TensorArgument>& tensors);
std::vector<Tensor> ToPython(std::vector<FDTensor>&& tensors);

}  // namespace fastdeploy::python

template <>
struct nanobind::detail::type_caster<fastdeploy::python::TensorArgument> {
  NB_TYPE_CASTER(fastdeploy::python::TensorArgument,
                 const_name("FDTensor | numpy.typing.NDArray[typing.Any]"))

  bool from_python(handle source, uint32_t, cleanup_list*) noexcept {
    if (isinstance<fastdeploy::python::Tensor>(source)) {
      value.tensor = *inst_ptr<fastdeploy::python::Tensor>(source);
      return true;
    }
    value.array.object = borrow(source);
    return ndarray_check(source);
  }
};
