// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/core/fd_scalar.h"
#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// Dense row-major array with a name: the inputs and outputs of a Runtime.
///
/// It owns its memory (aligned to 64 bytes; kept when the tensor shrinks, unless it is out of
/// proportion) or borrows it (SetExternalData). A copy of a tensor that owns its memory has
/// memory of its own; a copy of one that borrows it borrows the same. Not thread-safe; distinct
/// tensors are independent.
class FASTDEPLOY_DECL FDTensor {
 public:
  std::string name;
  std::vector<int64_t> shape = {0};
  FDDataType dtype = INT8;
  Device device = CPU;
  int device_id = -1;
  /// The memory that the tensor borrows (SetExternalData); null: it owns its memory.
  void* external_data_ptr = nullptr;
  bool is_pinned_memory = false;  ///< of 1.x; has no effect

  FDTensor() = default;
  explicit FDTensor(std::string tensor_name) : name(std::move(tensor_name)) {}
  /// A tensor of shape [1] that holds the number.
  explicit FDTensor(const Scalar& scalar);
  FDTensor(const FDTensor& other);
  FDTensor& operator=(const FDTensor& other);
  FDTensor(FDTensor&& other) noexcept;
  FDTensor& operator=(FDTensor&& other) noexcept;
  ~FDTensor() = default;

  /// Sets shape and type, and allocates if there is too little memory. The elements are undefined
  /// afterwards.
  /// Throws Error for a negative dimension or a size beyond the address space.
  void Resize(const std::vector<int64_t>& new_shape, const FDDataType& data_type,
              const std::string& tensor_name = "", const Device& new_device = CPU);
  void Resize(const std::vector<int64_t>& new_shape);
  /// Owns at least this many bytes, whatever its shape. Throws Error if there is not so much
  /// memory. (A template, so that Resize({10}) means a shape.)
  template <std::integral T>
  void Resize(T bytes) {
    Reserve(static_cast<size_t>(bytes));
    external_data_ptr = nullptr;
  }
  void Allocate(const std::vector<int64_t>& new_shape, const FDDataType& data_type,
                const std::string& tensor_name = "", const Device& new_device = CPU) {
    Resize(new_shape, data_type, tensor_name, new_device);
  }
  void Allocate(const FDDataType& data_type, const std::vector<int64_t>& new_shape) {
    Resize(new_shape, data_type);
  }

  /// Takes the elements at `data`: copies them, or borrows them as SetExternalData does.
  void SetData(const std::vector<int64_t>& tensor_shape, const FDDataType& data_type, void* data,
               bool copy = false, const Device& data_device = CPU, int data_device_id = -1);
  /// Borrows the elements at `data`, which must outlive this tensor and its copies.
  void SetExternalData(const std::vector<int64_t>& new_shape, const FDDataType& data_type,
                       void* data, const Device& data_device = CPU, int data_device_id = -1);

  void* GetData() { return MutableData(); }
  [[nodiscard]] const void* GetData() const { return Data(); }
  void* MutableData();
  void* Data() { return MutableData(); }
  [[nodiscard]] const void* Data() const;
  [[nodiscard]] const void* CpuData() const { return Data(); }

  /// The elements as a span. Throws Error if T is not the tensor's type.
  template <typename T>
  std::span<T> As() {
    CheckType(TypeToDataType<T>::dtype);
    return {static_cast<T*>(MutableData()), static_cast<size_t>(Numel())};
  }
  template <typename T>
  [[nodiscard]] std::span<const T> As() const {
    CheckType(TypeToDataType<T>::dtype);
    return {static_cast<const T*>(Data()), static_cast<size_t>(Numel())};
  }

  /// Gives the same elements another shape. One dimension may be -1 (inferred); 0 keeps the old
  /// one. Returns false, and changes nothing, if the number of elements differs or is no number.
  bool Reshape(const std::vector<int64_t>& new_shape);
  void ExpandDim(int64_t axis = 0);
  void Squeeze(int64_t axis = 0);

  /// Both throw Error if `shape`, which anyone may set, has a negative dimension or is too large.
  [[nodiscard]] int64_t Nbytes() const;
  [[nodiscard]] int64_t Numel() const;
  [[nodiscard]] const std::vector<int64_t>& Shape() const { return shape; }
  [[nodiscard]] FDDataType Dtype() const { return dtype; }

  [[nodiscard]] bool IsShared() const { return external_data_ptr != nullptr; }
  /// Copies borrowed memory, so that the tensor owns its memory.
  void StopSharing();

  /// Prints name, shape, type and device to standard output.
  void PrintInfo(const std::string& prefix = "Debug TensorInfo: ") const;

 private:
  struct Free {
    void operator()(void* memory) const noexcept;
  };
  void CheckType(FDDataType asked) const;
  void Reserve(size_t bytes);

  std::unique_ptr<void, Free> buffer_;
  size_t capacity_ = 0;
};

/// "[1, 3, 224, 224]".
FASTDEPLOY_DECL std::string ShapeString(const std::vector<int64_t>& shape);

}  // namespace fastdeploy
