// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <random>

#include "fastdeploy/compat/functions.h"
#include "fastdeploy/compat/internal/elements.h"

namespace fastdeploy::function {
namespace {

/// The shape to which two shapes broadcast.
Shape Broadcast(const Shape& a, const Shape& b) {
  Shape shape(std::max(a.size(), b.size()), 1);
  for (const Shape* one : {&a, &b}) {
    for (size_t i = 0; i < one->size(); ++i) {
      int64_t& dim = shape[shape.size() - 1 - i];
      const int64_t own = (*one)[one->size() - 1 - i];
      Require(own == dim || own == 1 || dim == 1,
              "shapes " + ShapeString(a) + " and " + ShapeString(b) + " do not broadcast");
      if (own != 1) dim = own;
    }
  }
  return shape;
}

/// The tensor repeated along the dimensions in which it has one element.
FDTensor BroadcastTo(const FDTensor& x, const Shape& shape) {
  const Shape own = StridesOf(x.shape);
  Shape strides(shape.size(), 0);
  for (size_t i = 0; i < x.shape.size(); ++i) {
    const size_t at = shape.size() - x.shape.size() + i;
    strides[at] = x.shape[i] == 1 ? 0 : own[i];
  }
  return Gathered(x, shape, strides, 0);
}

template <typename Call>
void Combine(const FDTensor& x, const FDTensor& y, FDTensor* out, Call call) {
  Require(x.dtype == y.dtype, "elements of " + Str(x.dtype) + " and " + Str(y.dtype));
  const Shape shape = Broadcast(x.shape, y.shape);
  FDTensor result = BroadcastTo(x, shape);
  const FDTensor other = BroadcastTo(y, shape);
  WithType(x.dtype, [&]<typename T>() {
    std::ranges::transform(result.As<T>(), other.As<T>(), result.As<T>().data(),
                           [&](T a, T b) { return static_cast<T>(call(a, b)); });
  });
  Give(std::move(result), out);
}

/// call(double) of each element.
template <typename Call>
void Map(const FDTensor& x, FDTensor* out, Call call) {
  FDTensor result;
  result.Resize(x.shape, x.dtype);
  WithType(x.dtype, [&]<typename T>() {
    std::ranges::transform(x.As<T>(), result.As<T>().data(), [&](T value) {
      return static_cast<T>(call(static_cast<double>(value)));
    });
  });
  Give(std::move(result), out);
}

/// Whether call(double) holds, for each element.
template <typename Call>
void Test(const FDTensor& x, FDTensor* out, FDDataType dtype, Call call) {
  FDTensor result;
  result.Resize(x.shape, BOOL);
  WithType(x.dtype, [&]<typename T>() {
    std::ranges::transform(x.As<T>(), result.As<bool>().data(),
                           [&](T value) { return call(static_cast<double>(value)); });
  });
  Cast(result, &result, dtype);
  Give(std::move(result), out);
}

}  // namespace

void Add(const FDTensor& x, const FDTensor& y, FDTensor* out) {
  Combine(x, y, out, [](auto a, auto b) { return a + b; });
}
void Subtract(const FDTensor& x, const FDTensor& y, FDTensor* out) {
  Combine(x, y, out, [](auto a, auto b) { return a - b; });
}
void Multiply(const FDTensor& x, const FDTensor& y, FDTensor* out) {
  Combine(x, y, out, [](auto a, auto b) { return a * b; });
}
void Divide(const FDTensor& x, const FDTensor& y, FDTensor* out) {
  Combine(x, y, out, []<typename T>(T a, T b) {
    if constexpr (std::is_integral_v<T>) Require(b != 0, "an integer is divided by 0");
    return a / b;
  });
}
void Maximum(const FDTensor& x, const FDTensor& y, FDTensor* out) {
  Combine(x, y, out, [](auto a, auto b) { return std::max(a, b); });
}

void Sqrt(const FDTensor& x, FDTensor* out) {
  Map(x, out, [](double value) { return std::sqrt(value); });
}
void Log(const FDTensor& x, FDTensor* out) {
  Map(x, out, [](double value) { return std::log(value); });
}
void Round(const FDTensor& x, FDTensor* out) {
  Map(x, out, [](double value) { return std::nearbyint(value); });
}
void Exp(const FDTensor& x, FDTensor* out) {
  Map(x, out, [](double value) { return std::exp(value); });
}
void Abs(const FDTensor& x, FDTensor* out) {
  Map(x, out, [](double value) { return std::abs(value); });
}
void Ceil(const FDTensor& x, FDTensor* out) {
  Map(x, out, [](double value) { return std::ceil(value); });
}
void Floor(const FDTensor& x, FDTensor* out) {
  Map(x, out, [](double value) { return std::floor(value); });
}
void Clip(const FDTensor& x, double min, double max, FDTensor* out) {
  Require(min <= max, "Clip: the minimum is above the maximum");
  Map(x, out, [=](double value) { return std::clamp(value, min, max); });
}

void Cast(const FDTensor& x, FDTensor* out, FDDataType dtype) {
  FDTensor result;
  result.Resize(x.shape, dtype);
  WithType(dtype, [&]<typename To>() {
    WithType(x.dtype, [&]<typename T>() {
      std::ranges::transform(x.As<T>(), result.As<To>().data(),
                             [](T value) { return static_cast<To>(value); });
    });
  });
  Give(std::move(result), out);
}

void IsNan(const FDTensor& x, FDTensor* out, FDDataType dtype) {
  Test(x, out, dtype, [](double value) { return std::isnan(value); });
}
void IsInf(const FDTensor& x, FDTensor* out, FDDataType dtype) {
  Test(x, out, dtype, [](double value) { return std::isinf(value); });
}
void IsFinite(const FDTensor& x, FDTensor* out, FDDataType dtype) {
  Test(x, out, dtype, [](double value) { return std::isfinite(value); });
}

void Full(const Scalar& value, const std::vector<int64_t>& shape, FDTensor* out, FDDataType dtype) {
  FDTensor result;
  result.Resize(shape, dtype);
  WithType(dtype, [&]<typename T>() { std::ranges::fill(result.As<T>(), value.to<T>()); });
  Give(std::move(result), out);
}

void FullLike(const FDTensor& x, const Scalar& value, FDTensor* out, FDDataType dtype) {
  Full(value, x.shape, out, dtype == UNKNOWN1 ? x.dtype : dtype);
}

void Linspace(double start, double end, int num, FDTensor* out, FDDataType dtype) {
  Require(num > 0, "Linspace: expected a positive number of elements");
  FDTensor result;
  result.Resize({num}, dtype);
  const double step = num > 1 ? (end - start) / (num - 1) : 0;
  WithType(dtype, [&]<typename T>() {
    const auto elements = result.As<T>();
    for (size_t i = 0; i < elements.size(); ++i) {
      elements[i] = static_cast<T>(start + step * static_cast<double>(i));
    }
  });
  Give(std::move(result), out);
}

void GaussianRandom(const std::vector<int64_t>& shape, FDTensor* out, FDDataType dtype, float mean,
                    float std, int seed) {
  FDTensor result;
  result.Resize(shape, dtype);
  std::mt19937_64 engine(static_cast<uint64_t>(seed));
  if (seed == 0) engine.seed(std::random_device()());
  std::normal_distribution<double> normal(mean, std);
  WithType(dtype, [&]<typename T>() {
    std::ranges::generate(result.As<T>(), [&] { return static_cast<T>(normal(engine)); });
  });
  Give(std::move(result), out);
}

}  // namespace fastdeploy::function
