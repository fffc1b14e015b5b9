// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/fd_type.h"

#include <array>
#include <string_view>

namespace fastdeploy {
namespace {

struct DataTypeRow {
  FDDataType dtype;
  std::string_view name;
  int32_t size;
};

constexpr std::array<DataTypeRow, 9> kDataTypes = {{{BOOL, "BOOL", 1},
                                                    {INT16, "INT16", 2},
                                                    {INT32, "INT32", 4},
                                                    {INT64, "INT64", 8},
                                                    {FP16, "FP16", 2},
                                                    {FP32, "FP32", 4},
                                                    {FP64, "FP64", 8},
                                                    {UINT8, "UINT8", 1},
                                                    {INT8, "INT8", 1}}};

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
