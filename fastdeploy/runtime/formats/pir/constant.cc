// SPDX-License-Identifier: Apache-2.0
//
// Constants of a program.

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/formats/pir/rewriter.h"

namespace fastdeploy::pir {
namespace {

/// Limit of a constant, beyond the masks and position tables of vision models; 64 MiB as float32.
constexpr int64_t kMostElements = int64_t{1} << 24;
/// Up to here all elements are written; larger constants must have equal elements or list them.
constexpr int64_t kMostWritten = 1024;

/// The type in which the older format has the constant. Others are cast from it.
int64_t WrittenType(int64_t dtype) {
  if (dtype == kInt64 || dtype == kFloat32) return dtype;
  const bool is_float = dtype == kFloat64 || dtype == kFloat16 || dtype == kBfloat16;
  return is_float ? kFloat32 : kInt32;
}

std::vector<double> Written(const Constant& constant) {
  if (constant.values.size() != 1) return constant.values;
  const auto count = static_cast<size_t>(constant.Elements());
  return std::vector<double>(count, constant.values[0]);
}

int64_t ToInt(double value) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (value >= kTwoTo63) return INT64_MAX;
  if (value <= -kTwoTo63) return INT64_MIN;
  if (std::trunc(value) != value) {
    throw Error(ErrorKind::kInvalidFile, fmt::format("expected a whole number, found {}", value));
  }
  return static_cast<int64_t>(value);
}

std::pair<std::string, AttributeDesc> Values(const Constant& constant, int64_t dtype) {
  std::vector<float> floats;
  std::vector<int64_t> longs;
  std::vector<int32_t> ints;
  for (const double value : Written(constant)) {
    if (dtype == kFloat32) floats.push_back(static_cast<float>(value));
    if (dtype == kInt64) longs.push_back(ToInt(value));
    if (dtype == kInt32) ints.push_back(Saturate32(ToInt(value)));
  }
  if (dtype == kFloat32) return {"fp32_values", floats};
  if (dtype == kInt64) return {"int64_values", longs};
  return {"int32_values", ints};
}

}  // namespace

int64_t Constant::Elements() const {
  int64_t count = 1;
  for (const int64_t dim : type.dims) {
    if (dim < 0 || (dim > 0 && count > kMostElements / dim)) {
      Unsupported(fmt::format("a constant of shape {}", ShapeString(type.dims)));
    }
    count *= dim;
  }
  return count;
}

std::string Rewriter::EmitConstant(const Constant& constant, const std::string& wish) {
  const TensorType written = {WrittenType(constant.type.dtype), constant.type.dims};
  const int64_t count = constant.Elements();
  if (count == 0) Unsupported("an empty constant");
  const auto dtype = static_cast<int32_t>(written.dtype);
  const bool is_cast = written.dtype != constant.type.dtype;
  std::string name = Temporary(written, is_cast ? "" : wish);
  if (count <= kMostWritten || constant.values.size() > 1) {
    Emit({.type = "assign_value",
          .inputs = {},
          .outputs = {{"Out", {name}}},
          .attributes = {{"shape", Saturate32(written.dims)},
                         {"dtype", dtype},
                         Values(constant, written.dtype)}});
  } else {
    const auto value = static_cast<float>(constant.values[0]);
    if (written.dtype != kFloat32 && double(value) != constant.values[0]) {
      Unsupported(fmt::format("a large constant of {}, which float32 does not represent",
                              constant.values[0]));
    }
    Emit({.type = "fill_constant",
          .inputs = {},
          .outputs = {{"Out", {name}}},
          .attributes = {{"shape", written.dims}, {"dtype", dtype}, {"value", value}}});
  }
  if (!is_cast) return name;
  return EmitCast(name, written.dtype, constant.type, wish);
}

}  // namespace fastdeploy::pir
