// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// Where the memory of a tensor is, or where a model runs.
enum Device {
  CPU,
  GPU,
  RKNPU,
  IPU,
  TIMVX,
  KUNLUNXIN,
  ASCEND,
  SOPHGOTPUD,
  DIRECTML,
  SUNRISENPU,
};

/// Element type of a tensor. The numbers are those of Paddle's VarType.Type.
enum FDDataType {
  BOOL = 0,
  INT16 = 1,
  INT32 = 2,
  INT64 = 3,
  FP16 = 4,
  FP32 = 5,
  FP64 = 6,
  // Paddle's numbers for what is not an element type; no tensor has them.
  UNKNOWN1,
  UNKNOWN2,
  UNKNOWN3,
  UNKNOWN4,
  UNKNOWN5,
  UNKNOWN6,
  UNKNOWN7,
  UNKNOWN8,
  UNKNOWN9,
  UNKNOWN10,
  UNKNOWN11,
  UNKNOWN12,
  UNKNOWN13,
  UINT8 = 20,
  INT8 = 21,
};

/// "Device::CPU".
FASTDEPLOY_DECL std::string Str(const Device& device);
/// "FDDataType::FP32".
FASTDEPLOY_DECL std::string Str(const FDDataType& dtype);
FASTDEPLOY_DECL std::ostream& operator<<(std::ostream& out, const Device& device);
FASTDEPLOY_DECL std::ostream& operator<<(std::ostream& out, const FDDataType& dtype);

/// Bytes of one element; 0 for a number that is no type.
FASTDEPLOY_DECL int32_t FDDataTypeSize(const FDDataType& dtype);

/// The FDDataType of a C++ type: TypeToDataType<float>::dtype is FP32.
template <typename T>
struct TypeToDataType;
template <>
struct TypeToDataType<bool> {
  static constexpr FDDataType dtype = BOOL;
};
template <>
struct TypeToDataType<int16_t> {
  static constexpr FDDataType dtype = INT16;
};
template <>
struct TypeToDataType<int32_t> {
  static constexpr FDDataType dtype = INT32;
};
template <>
struct TypeToDataType<int64_t> {
  static constexpr FDDataType dtype = INT64;
};
template <>
struct TypeToDataType<float> {
  static constexpr FDDataType dtype = FP32;
};
template <>
struct TypeToDataType<double> {
  static constexpr FDDataType dtype = FP64;
};
template <>
struct TypeToDataType<uint8_t> {
  static constexpr FDDataType dtype = UINT8;
};
template <>
struct TypeToDataType<int8_t> {
  static constexpr FDDataType dtype = INT8;
};

}  // namespace fastdeploy
