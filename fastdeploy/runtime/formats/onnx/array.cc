// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/array.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::onnx {
namespace {

constexpr int64_t kMostElements = int64_t{1} << 24;

/// Calls with a value of the C++ type of `dtype`. Throws for 16-bit floats.
template <typename Call>
void WithType(DType dtype, Call call) {
  switch (dtype) {
    case kBool:
    case kUint8:
      return call(uint8_t{});
    case kInt8:
      return call(int8_t{});
    case kInt16:
      return call(int16_t{});
    case kInt32:
      return call(int32_t{});
    case kInt64:
      return call(int64_t{});
    case kFloat32:
      return call(float{});
    case kFloat64:
      return call(double{});
    default:
      throw Error(ErrorKind::kUnsupported,
                  fmt::format("constants of type {} are not supported", DTypeName(dtype)));
  }
}

int64_t ToInt(double value) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (std::isnan(value)) return 0;
  if (value >= kTwoTo63) return INT64_MAX;
  if (value < -kTwoTo63) return INT64_MIN;
  return static_cast<int64_t>(value);
}

}  // namespace

int64_t ConstantSize(const std::vector<int64_t>& dims) {
  int64_t count = 1;
  for (const int64_t dim : dims) {
    if (dim < 0 || (dim > 0 && count > kMostElements / dim)) {
      throw Error(ErrorKind::kInvalidFile,
                  fmt::format("a constant of shape {}: the limit is {} values", ShapeString(dims),
                              kMostElements));
    }
    count *= dim;
  }
  return count;
}

Array Array::Scalar(double value, DType dtype) { return Full(value, dtype, {}); }

Array Array::Full(double value, DType dtype, std::vector<int64_t> dims) {
  const auto count = static_cast<size_t>(ConstantSize(dims));
  Array array = {.dtype = dtype, .dims = std::move(dims), .ints = {}, .floats = {}};
  if (IsFloat(dtype)) {
    array.floats.assign(count, value);
  } else {
    array.ints.assign(count, dtype == kBool ? (value != 0 ? 1 : 0) : ToInt(value));
  }
  return array;
}

Array Array::Ints(std::vector<int64_t> values, DType dtype) {
  const auto count = static_cast<int64_t>(values.size());
  return {.dtype = dtype, .dims = {count}, .ints = std::move(values), .floats = {}};
}

Array Array::Floats(std::vector<double> values, std::vector<int64_t> dims) {
  return {.dtype = kFloat32, .dims = std::move(dims), .ints = {}, .floats = std::move(values)};
}

Array Array::FromBytes(std::string_view bytes, DType dtype, std::vector<int64_t> dims) {
  const auto count = static_cast<size_t>(ConstantSize(dims));
  Array array = {.dtype = dtype, .dims = std::move(dims), .ints = {}, .floats = {}};
  WithType(dtype, [&](auto element) {
    if (bytes.size() != count * sizeof(element)) {
      throw Error(ErrorKind::kInvalidFile,
                  fmt::format("{} bytes for {} values", bytes.size(), count));
    }
    for (size_t i = 0; i < count; ++i) {
      std::memcpy(&element, bytes.data() + i * sizeof(element), sizeof(element));
      if constexpr (std::is_floating_point_v<decltype(element)>) {
        array.floats.push_back(element);
      } else {
        array.ints.push_back(element);
      }
    }
  });
  return array;
}

Array Array::As(DType other) const {
  if (other == dtype) return *this;
  Array array = {.dtype = other, .dims = dims, .ints = {}, .floats = {}};
  for (size_t i = 0; i < Count(); ++i) {
    if (IsFloat(other)) {
      array.floats.push_back(At(i));
    } else if (other == kBool) {
      array.ints.push_back(At(i) != 0 ? 1 : 0);
    } else {
      array.ints.push_back(IsFloat(dtype) ? ToInt(floats[i]) : ints[i]);
    }
  }
  return array;
}

std::vector<double> Array::ToFloats() const {
  std::vector<double> values;
  for (size_t i = 0; i < Count(); ++i) values.push_back(At(i));
  return values;
}

Array Array::Reshaped(std::vector<int64_t> shape) const {
  Array array = *this;
  array.dims = std::move(shape);
  return array;
}

std::string Array::Bytes() const {
  std::string bytes;
  WithType(dtype, [&](auto element) {
    bytes.resize(Count() * sizeof(element));
    for (size_t i = 0; i < Count(); ++i) {
      if constexpr (std::is_floating_point_v<decltype(element)>) {
        element = static_cast<decltype(element)>(floats[i]);
      } else {
        element = static_cast<decltype(element)>(ints[i]);
      }
      std::memcpy(bytes.data() + i * sizeof(element), &element, sizeof(element));
    }
  });
  return bytes;
}

}  // namespace fastdeploy::onnx
