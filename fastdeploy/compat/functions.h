// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <type_traits>
#include <vector>

#include "fastdeploy/core/fd_scalar.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy::function {

// 1.x's functions of tensors on the CPU, with NumPy's meaning. `out` may be one of the arguments;
// it keeps its name. An axis may be negative: -1 is the last. Elements may be of any type but FP16.
// They throw Error for arguments that do not fit.

// Of each element and its counterpart; both tensors have the same type, and shapes that broadcast.
FASTDEPLOY_DECL void Add(const FDTensor& x, const FDTensor& y, FDTensor* out);
FASTDEPLOY_DECL void Subtract(const FDTensor& x, const FDTensor& y, FDTensor* out);
FASTDEPLOY_DECL void Multiply(const FDTensor& x, const FDTensor& y, FDTensor* out);
FASTDEPLOY_DECL void Divide(const FDTensor& x, const FDTensor& y, FDTensor* out);
FASTDEPLOY_DECL void Maximum(const FDTensor& x, const FDTensor& y, FDTensor* out);

// Of each element. Sqrt, Log and Exp of integers are rounded towards 0; halves are rounded to even.
FASTDEPLOY_DECL void Sqrt(const FDTensor& x, FDTensor* out);
FASTDEPLOY_DECL void Log(const FDTensor& x, FDTensor* out);
FASTDEPLOY_DECL void Round(const FDTensor& x, FDTensor* out);
FASTDEPLOY_DECL void Exp(const FDTensor& x, FDTensor* out);
FASTDEPLOY_DECL void Abs(const FDTensor& x, FDTensor* out);
FASTDEPLOY_DECL void Ceil(const FDTensor& x, FDTensor* out);
FASTDEPLOY_DECL void Floor(const FDTensor& x, FDTensor* out);
FASTDEPLOY_DECL void Clip(const FDTensor& x, double min, double max, FDTensor* out);
FASTDEPLOY_DECL void Cast(const FDTensor& x, FDTensor* out, FDDataType dtype);
FASTDEPLOY_DECL void IsNan(const FDTensor& x, FDTensor* out, FDDataType dtype = BOOL);
FASTDEPLOY_DECL void IsInf(const FDTensor& x, FDTensor* out, FDDataType dtype = BOOL);
FASTDEPLOY_DECL void IsFinite(const FDTensor& x, FDTensor* out, FDDataType dtype = BOOL);

// Over the axes `dims` (reduce_all: over all). All and Any are of booleans.
FASTDEPLOY_DECL void Max(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims,
                         bool keep_dim = false, bool reduce_all = false);
FASTDEPLOY_DECL void Min(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims,
                         bool keep_dim = false, bool reduce_all = false);
FASTDEPLOY_DECL void Sum(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims,
                         bool keep_dim = false, bool reduce_all = false);
FASTDEPLOY_DECL void Prod(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims,
                          bool keep_dim = false, bool reduce_all = false);
FASTDEPLOY_DECL void Mean(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims,
                          bool keep_dim = false, bool reduce_all = false);
FASTDEPLOY_DECL void All(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims,
                         bool keep_dim = false, bool reduce_all = false);
FASTDEPLOY_DECL void Any(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims,
                         bool keep_dim = false, bool reduce_all = false);

// Along one axis. ArgMax and ArgMin with `flatten` treat the tensor as one line.
FASTDEPLOY_DECL void ArgMax(const FDTensor& x, FDTensor* out, int64_t axis,
                            FDDataType output_dtype = INT64, bool keep_dim = false,
                            bool flatten = false);
FASTDEPLOY_DECL void ArgMin(const FDTensor& x, FDTensor* out, int64_t axis,
                            FDDataType output_dtype = INT64, bool keep_dim = false,
                            bool flatten = false);
FASTDEPLOY_DECL void Softmax(const FDTensor& x, FDTensor* out, int axis = -1);
FASTDEPLOY_DECL void Cumprod(const FDTensor& x, FDTensor* out, int axis = 0);
/// Stable. `indices` are the places of the sorted elements in `x`.
FASTDEPLOY_DECL void Sort(const FDTensor& x, FDTensor* out, FDTensor* indices, int axis = 0,
                          bool descending = false, FDDataType indices_type = INT64);
FASTDEPLOY_DECL void GatherAlongAxis(const FDTensor& x, const FDTensor& index, FDTensor* out,
                                     int axis);
/// Quantiles, interpolated linearly, of all elements over `axis` (empty: over all axes): of shape
/// [quantiles, the other axes ...], or without the first axis for a single quantile.
FASTDEPLOY_DECL void Quantile(const FDTensor& x, const std::vector<double>& q,
                              const std::vector<int>& axis, FDTensor* out);

// Places of elements.
FASTDEPLOY_DECL void Transpose(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims);
FASTDEPLOY_DECL void Concat(const std::vector<FDTensor>& x, FDTensor* out, int axis = 0);
/// Into parts of these lengths (one may be -1), or, of one number, into so many equal parts.
FASTDEPLOY_DECL void Split(const FDTensor& x, const std::vector<int>& num_or_sections,
                           std::vector<FDTensor>* out, int axis = 0);
/// Of each of the `axes`, the elements start..end - 1, counted from the end if negative.
FASTDEPLOY_DECL void Slice(const FDTensor& x, const std::vector<int64_t>& axes,
                           const std::vector<int64_t>& starts, const std::vector<int64_t>& ends,
                           FDTensor* out);
/// One element of each of the `axes`, which are removed.
FASTDEPLOY_DECL void Slice(const FDTensor& x, const std::vector<int64_t>& axes,
                           const std::vector<int64_t>& index, FDTensor* out);
FASTDEPLOY_DECL void Tile(const FDTensor& x, const std::vector<int64_t>& repeat_times,
                          FDTensor* out);
/// `pads` are the numbers of elements before and after, for one axis after the other.
FASTDEPLOY_DECL void Pad(const FDTensor& x, FDTensor* out, const std::vector<int>& pads,
                         float pad_value = 0);

// New tensors.
FASTDEPLOY_DECL void Full(const Scalar& value, const std::vector<int64_t>& shape, FDTensor* out,
                          FDDataType dtype = FP32);
/// UNKNOWN1: of the type of `x`.
FASTDEPLOY_DECL void FullLike(const FDTensor& x, const Scalar& value, FDTensor* out,
                              FDDataType dtype = UNKNOWN1);
FASTDEPLOY_DECL void Linspace(double start, double end, int num, FDTensor* out,
                              FDDataType dtype = FP32);
FASTDEPLOY_DECL void GaussianRandom(const std::vector<int64_t>& shape, FDTensor* out,
                                    FDDataType dtype = FP32, float mean = 0, float std = 1,
                                    int seed = 0);

}  // namespace fastdeploy::function

namespace fastdeploy {

namespace compat {

/// A tensor as it is, or a number as a tensor of the type of `like`.
template <typename T>
FDTensor Operand(const T& value, const FDTensor& like) {
  FDTensor tensor;
  if constexpr (std::is_arithmetic_v<T>) {
    function::Full(value, {1}, &tensor, like.dtype);
  } else {
    tensor = value;
  }
  return tensor;
}

template <typename Function, typename X, typename Y>
FDTensor Combined(Function function, const X& x, const Y& y) {
  FDTensor result;
  if constexpr (std::is_arithmetic_v<X>) {
    function(Operand(x, y), y, &result);
  } else {
    function(x, Operand(y, x), &result);
  }
  return result;
}

/// Two tensors, or a tensor and a number.
template <typename X, typename Y>
concept Operands = (std::is_same_v<X, FDTensor> && std::is_same_v<Y, FDTensor>) ||
                   (std::is_same_v<X, FDTensor> && std::is_arithmetic_v<Y>) ||
                   (std::is_arithmetic_v<X> && std::is_same_v<Y, FDTensor>);

}  // namespace compat

template <typename X, typename Y>
requires compat::Operands<X, Y> FDTensor operator+(const X& x, const Y& y) {
  return compat::Combined(function::Add, x, y);
}
template <typename X, typename Y>
requires compat::Operands<X, Y> FDTensor operator-(const X& x, const Y& y) {
  return compat::Combined(function::Subtract, x, y);
}
template <typename X, typename Y>
requires compat::Operands<X, Y> FDTensor operator*(const X& x, const Y& y) {
  return compat::Combined(function::Multiply, x, y);
}
template <typename X, typename Y>
requires compat::Operands<X, Y> FDTensor operator/(const X& x, const Y& y) {
  return compat::Combined(function::Divide, x, y);
}

}  // namespace fastdeploy
