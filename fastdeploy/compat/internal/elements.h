// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/internal/sizes.h"

namespace fastdeploy::function {

using Shape = std::vector<int64_t>;

[[noreturn]] inline void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, reason);
}

inline void Require(bool condition, const std::string& reason) {
  if (!condition) Fail(reason);
}

/// Calls call.operator()<T>() with the type of the elements. Throws Error for FP16.
template <typename Call>
void WithType(FDDataType dtype, Call call) {
  const auto try_all = [&]<typename... T>() {
    return ((dtype == TypeToDataType<T>::dtype ? (call.template operator()<T>(), true) : false) ||
            ...);
  };
  Require(try_all.template
          operator()<bool, uint8_t, int8_t, int16_t, int32_t, int64_t, float, double>(),
          "functions of tensors do not take elements of " + Str(dtype));
}

/// Moves the result to `out`, which keeps its name.
inline void Give(FDTensor result, FDTensor* out) {
  result.name = out->name;
  *out = std::move(result);
}

/// An axis that may be negative. Throws Error if a tensor of this rank does not have it.
inline size_t AxisOf(int64_t axis, size_t rank) {
  const int64_t at = axis < 0 ? axis + static_cast<int64_t>(rank) : axis;
  Require(
      at >= 0 && at < static_cast<int64_t>(rank),
      "axis " + std::to_string(axis) + " of a tensor of " + std::to_string(rank) + " dimensions");
  return static_cast<size_t>(at);
}

/// The lines of a tensor along an axis: element i of line (o, n) is at (o * length + i) * inner +
/// n.
struct Lines {
  int64_t outer = 1;
  int64_t length = 1;
  int64_t inner = 1;

  Lines(const Shape& shape, size_t axis) : length(shape[axis]) {
    for (size_t i = 0; i < shape.size(); ++i) {
      if (i != axis) (i < axis ? outer : inner) *= shape[i];
    }
  }
  /// Calls call(the place of the line's first element) for every line.
  template <typename Call>
  void ForEach(Call call) const {
    for (int64_t o = 0; o < outer; ++o) {
      for (int64_t n = 0; n < inner; ++n) call(o * length * inner + n);
    }
  }
};

inline Shape StridesOf(const Shape& shape) {
  Shape strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
  return strides;
}

/// Calls call(place) for every index of `shape`, in order, with the place that strides of another
/// tensor give it.
template <typename Call>
void ForEachIndex(const Shape& shape, const Shape& strides, int64_t start, Call call) {
  const int64_t count = ElementsOf(shape).value_or(0);  // of a tensor that exists
  Shape index(shape.size(), 0);
  int64_t place = start;
  for (int64_t n = 0; n < count; ++n) {
    call(place);
    for (size_t i = shape.size(); i-- > 0;) {
      place += strides[i];
      if (++index[i] < shape[i]) break;
      place -= strides[i] * shape[i];
      index[i] = 0;
    }
  }
}

/// The elements of `x` at these places (ForEachIndex) as a tensor of `shape`.
inline FDTensor Gathered(const FDTensor& x, const Shape& shape, const Shape& strides,
                         int64_t start) {
  FDTensor result;
  result.Resize(shape, x.dtype);
  WithType(x.dtype, [&]<typename T>() {
    const T* from = x.As<T>().data();
    T* to = result.As<T>().data();
    ForEachIndex(shape, strides, start, [&](int64_t place) { *to++ = from[place]; });
  });
  return result;
}

}  // namespace fastdeploy::function
