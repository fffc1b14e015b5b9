// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/fd_type.h"

#include <array>
#include <ostream>
#include <string_view>

namespace fastdeploy {
namespace {

struct DataTypeRow {
  FDDataType dtype;
  std::string_view name;
  int32_t size;
};

constexpr DataTypeRow kDataTypes[] = {
    {.dtype = BOOL, .name = "BOOL", .size = 1},   {.dtype = INT16, .name = "INT16", .size = 2},
    {.dtype = INT32, .name = "INT32", .size = 4}, {.dtype = INT64, .name = "INT64", .size = 8},
    {.dtype = FP16, .name = "FP16", .size = 2},   {.dtype = FP32, .name = "FP32", .size = 4},
    {.dtype = FP64, .name = "FP64", .size = 8},   {.dtype = UINT8, .name = "UINT8", .size = 1},
    {.dtype = INT8, .name = "INT8", .size = 1},
};

constexpr std::array<std::string_view, 10> kDevices = {
    "CPU",       "GPU",    "RKNPU",      "IPU",      "TIMVX",
    "KUNLUNXIN", "ASCEND", "SOPHGOTPUD", "DIRECTML", "SUNRISENPU"};

const DataTypeRow* Find(FDDataType dtype) {
  for (const DataTypeRow& row : kDataTypes) {
    if (row.dtype == dtype) return &row;
  }
  return nullptr;
}

}  // namespace

std::string Str(const Device& device) {
  const auto index = static_cast<size_t>(device);
  return index < kDevices.size() ? "Device::" + std::string(kDevices[index]) : "UNKNOWN-Device";
}

std::string Str(const FDDataType& dtype) {
  const DataTypeRow* row = Find(dtype);
  return row != nullptr ? "FDDataType::" + std::string(row->name) : "UNKNOWN-FDDataType";
}

std::ostream& operator<<(std::ostream& out, const Device& device) { return out << Str(device); }
std::ostream& operator<<(std::ostream& out, const FDDataType& dtype) { return out << Str(dtype); }

int32_t FDDataTypeSize(const FDDataType& dtype) {
  const DataTypeRow* row = Find(dtype);
  return row != nullptr ? row->size : 0;
}

}  // namespace fastdeploy
