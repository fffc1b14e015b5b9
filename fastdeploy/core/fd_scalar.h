// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "fastdeploy/core/fd_type.h"

namespace fastdeploy {

/// One number and its element type. A value type.
class Scalar {
 public:
  Scalar() = default;
  /// Any number whose type is an element type of tensors.
  template <typename T>
  requires std::is_arithmetic_v<T> Scalar(T value) : dtype_(TypeOf<T>()), value_(Widened(value)) {}

  // NOLINTNEXTLINE(readability-identifier-naming): 1.x's name
  [[nodiscard]] FDDataType dtype() const { return dtype_; }
  /// The number as a T, converted as by static_cast.
  template <typename T>
  [[nodiscard]] T to() const {  // NOLINT(readability-identifier-naming): 1.x's name
    return std::visit([](auto value) { return static_cast<T>(value); }, value_);
  }
  /// 1 / the number, as a double.
  [[nodiscard]] Scalar Inverse() const { return 1 / to<double>(); }

 private:
  using Value = std::variant<double, int64_t, uint64_t>;

  template <typename T>
  static constexpr FDDataType TypeOf() {
    if constexpr (requires { TypeToDataType<T>::dtype; }) return TypeToDataType<T>::dtype;
    return std::is_floating_point_v<T> ? FP64 : INT64;
  }
  template <typename T>
  static Value Widened(T value) {
    if constexpr (std::is_floating_point_v<T>) return static_cast<double>(value);
    if constexpr (std::is_unsigned_v<T>) return static_cast<uint64_t>(value);
    return static_cast<int64_t>(value);
  }

  FDDataType dtype_ = FP32;
  Value value_ = 0.0;
};

}  // namespace fastdeploy
