// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/runtime/formats/dtype.h"
#include "fastdeploy/runtime/formats/onnx/checked_vector.h"

namespace fastdeploy::onnx {

/// A tensor whose values are known while a model is translated. Whole numbers and booleans are in
/// `ints`, others in `floats`; the other one is empty.
struct Array {
  DType dtype = kFloat32;
  CheckedVector<int64_t> dims;
  CheckedVector<int64_t> ints;
  CheckedVector<double> floats;

  /// One value without dimensions.
  static Array Scalar(double value, DType dtype);
  /// As many equal values as `dims` say. Throws Error for more than the limit of a constant.
  static Array Full(double value, DType dtype, std::vector<int64_t> dims);
  /// Whole numbers with one dimension.
  static Array Ints(std::vector<int64_t> values, DType dtype = kInt64);
  /// float32 values of this shape.
  static Array Floats(std::vector<double> values, std::vector<int64_t> dims);
  /// From the data of a tensor. Throws Error for a type that is not read (16-bit floats).
  static Array FromBytes(std::string_view bytes, DType dtype, std::vector<int64_t> dims);

  [[nodiscard]] size_t Count() const { return IsFloat(dtype) ? floats.size() : ints.size(); }
  [[nodiscard]] double At(size_t i) const {
    return IsFloat(dtype) ? floats[i] : static_cast<double>(ints[i]);
  }
  /// The same values as another type; fractions are cut off as C++ does.
  [[nodiscard]] Array As(DType other) const;
  /// All values as whole numbers.
  [[nodiscard]] std::vector<int64_t> ToInts() const { return As(kInt64).ints; }
  [[nodiscard]] std::vector<double> ToFloats() const;
  [[nodiscard]] Array Reshaped(std::vector<int64_t> shape) const;
  /// The data of the tensor, little-endian. Not for 16-bit floats.
  [[nodiscard]] std::string Bytes() const;
};

/// The product of dimensions. Throws Error (kInvalidFile) for a negative one, and beyond the
/// largest constant (2^24 values, more than the masks and position tables of vision models).
int64_t ConstantSize(const std::vector<int64_t>& dims);

}  // namespace fastdeploy::onnx
