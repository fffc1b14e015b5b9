// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/fd_tensor.h"

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <limits>
#include <optional>
#include <utility>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/proportion.h"
#include "fastdeploy/core/internal/sizes.h"

namespace fastdeploy {
namespace {

constexpr size_t kAlignment = 64;

/// The number of elements. Throws for a negative dimension, and where the bytes might exceed int64.
int64_t CountElements(const std::vector<int64_t>& shape, const std::string& name) {
  if (const auto count = ElementsOf(shape)) return *count;
  throw Error(ErrorKind::kInvalidArgument, "tensor '" + name + "': shape " + ShapeString(shape) +
                                               " has a negative dimension or is too large");
}

/// Writes the number as the one of the types T that is its own.
template <typename... T>
void Put(const Scalar& scalar, void* to) {
  ((scalar.dtype() == TypeToDataType<T>::dtype ? void(*static_cast<T*>(to) = scalar.to<T>())
                                               : void()),
   ...);
}

}  // namespace

std::string ShapeString(const std::vector<int64_t>& shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return text + "]";
}

void FDTensor::Free::operator()(void* memory) const noexcept { std::free(memory); }

FDTensor::FDTensor(const FDTensor& other)
    : name(other.name),
      shape(other.shape),
      dtype(other.dtype),
      device(other.device),
      device_id(other.device_id),
      external_data_ptr(other.external_data_ptr),
      is_pinned_memory(other.is_pinned_memory) {
  if (!IsShared() && other.Data() != nullptr) {
    Reserve(static_cast<size_t>(other.Nbytes()));
    std::memcpy(buffer_.get(), other.Data(), static_cast<size_t>(other.Nbytes()));
  }
}

FDTensor& FDTensor::operator=(const FDTensor& other) {
  if (this != &other) *this = FDTensor(other);
  return *this;
}

FDTensor::FDTensor(FDTensor&& other) noexcept
    : name(std::move(other.name)),
      shape(std::exchange(other.shape, {0})),
      dtype(other.dtype),
      device(other.device),
      device_id(other.device_id),
      external_data_ptr(std::exchange(other.external_data_ptr, nullptr)),
      is_pinned_memory(other.is_pinned_memory),
      buffer_(std::move(other.buffer_)),
      capacity_(std::exchange(other.capacity_, 0)) {}

FDTensor::FDTensor(const Scalar& scalar) {
  Resize({1}, scalar.dtype());
  Put<bool, int8_t, uint8_t, int16_t, int32_t, int64_t, float, double>(scalar, MutableData());
}

FDTensor& FDTensor::operator=(FDTensor&& other) noexcept {
  name = std::move(other.name);
  shape = std::exchange(other.shape, {0});
  dtype = other.dtype;
  device = other.device;
  device_id = other.device_id;
  external_data_ptr = std::exchange(other.external_data_ptr, nullptr);
  is_pinned_memory = other.is_pinned_memory;
  buffer_ = std::move(other.buffer_);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

void FDTensor::Reserve(size_t bytes) {
  // More than that is cheap to allocate again compared with what fills it.
  const bool too_large = capacity_ > kKeptBytes && bytes < capacity_ / 4;
  if (bytes <= capacity_ && buffer_ != nullptr && !too_large) return;
  void* memory = nullptr;
  size_t rounded = 0;
  if (bytes <= std::numeric_limits<size_t>::max() - kAlignment) {
    rounded = (bytes + kAlignment) / kAlignment * kAlignment;
    memory = std::aligned_alloc(kAlignment, rounded);
  }
  if (memory == nullptr) {
    throw Error(ErrorKind::kRuntime,
                "tensor '" + name + "': cannot allocate " + std::to_string(bytes) + " bytes");
  }
  buffer_.reset(memory);
  capacity_ = rounded;
}

void FDTensor::Resize(const std::vector<int64_t>& new_shape, const FDDataType& data_type,
                      const std::string& tensor_name, const Device& new_device) {
  const int64_t count = CountElements(new_shape, tensor_name.empty() ? name : tensor_name);
  if (!tensor_name.empty()) name = tensor_name;
  Reserve(static_cast<size_t>(count) * static_cast<size_t>(FDDataTypeSize(data_type)));
  external_data_ptr = nullptr;
  shape = new_shape;
  dtype = data_type;
  device = new_device;
}

void FDTensor::Resize(const std::vector<int64_t>& new_shape) {
  Resize(new_shape, dtype, name, device);
}

void FDTensor::SetData(const std::vector<int64_t>& tensor_shape, const FDDataType& data_type,
                       void* data, bool copy, const Device& data_device, int data_device_id) {
  SetExternalData(tensor_shape, data_type, data, data_device, data_device_id);
  if (copy) StopSharing();
}

void FDTensor::SetExternalData(const std::vector<int64_t>& new_shape, const FDDataType& data_type,
                               void* data, const Device& data_device, int data_device_id) {
  CountElements(new_shape, name);
  shape = new_shape;
  dtype = data_type;
  device = data_device;
  device_id = data_device_id;
  external_data_ptr = data;
}

void* FDTensor::MutableData() {
  return external_data_ptr != nullptr ? external_data_ptr : buffer_.get();
}
const void* FDTensor::Data() const {
  return external_data_ptr != nullptr ? external_data_ptr : buffer_.get();
}

void FDTensor::StopSharing() {
  if (!IsShared()) return;
  Reserve(static_cast<size_t>(Nbytes()));
  std::memcpy(buffer_.get(), external_data_ptr, static_cast<size_t>(Nbytes()));
  external_data_ptr = nullptr;
}

void FDTensor::CheckType(FDDataType asked) const {
  if (asked == dtype) return;
  throw Error(ErrorKind::kInvalidArgument,
              "tensor '" + name + "' holds " + Str(dtype) + ", not " + Str(asked));
}

bool FDTensor::Reshape(const std::vector<int64_t>& new_shape) {
  std::vector<int64_t> result = new_shape;
  int64_t* inferred = nullptr;
  for (size_t i = 0; i < result.size(); ++i) {
    if (result[i] == 0 && i < shape.size()) result[i] = shape[i];
    if (result[i] == -1 && inferred == nullptr) {
      inferred = &result[i];
      *inferred = 1;  // the product without it
    }
  }
  std::optional<int64_t> known = ElementsOf(result);
  if (known && inferred != nullptr) {
    if (*known == 0) return false;
    *inferred = Numel() / *known;
    known = ElementsOf(result);
  }
  if (known != Numel()) return false;
  shape = std::move(result);
  return true;
}

void FDTensor::ExpandDim(int64_t axis) {
  const auto rank = static_cast<int64_t>(shape.size());
  if (axis < 0 || axis > rank) {
    throw Error(ErrorKind::kInvalidArgument, "ExpandDim: axis " + std::to_string(axis) +
                                                 " is not in the range 0 to " +
                                                 std::to_string(rank));
  }
  shape.insert(shape.begin() + axis, 1);
}

void FDTensor::Squeeze(int64_t axis) {
  const auto rank = static_cast<int64_t>(shape.size());
  const int64_t at = axis < 0 ? axis + rank : axis;
  if (at < 0 || at >= rank || shape[static_cast<size_t>(at)] != 1) {
    throw Error(ErrorKind::kInvalidArgument, "Squeeze: shape " + ShapeString(shape) +
                                                 " has no dimension of size 1 at axis " +
                                                 std::to_string(axis));
  }
  shape.erase(shape.begin() + at);
}

int64_t FDTensor::Nbytes() const { return Numel() * FDDataTypeSize(dtype); }

int64_t FDTensor::Numel() const { return CountElements(shape, name); }

void FDTensor::PrintInfo(const std::string& prefix) const {
  std::cout << prefix << "name=" << name << ", shape=" << ShapeString(shape)
            << ", dtype=" << Str(dtype) << ", device=" << Str(device) << '\n';
}

}  // namespace fastdeploy
