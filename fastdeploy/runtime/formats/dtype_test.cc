// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/dtype.h"

#include <gtest/gtest.h>

namespace fastdeploy {
namespace {

TEST(DType, IsFoundByNumberAndByEitherName) {
  for (const DTypeRow& row : kDTypes) {
    EXPECT_EQ(FindDType(row.number), &row);
    EXPECT_EQ(FindDType(row.name), &row);
    EXPECT_EQ(FindDType(row.pir_name), &row);
  }
  EXPECT_EQ(FindDType(7), nullptr);
  EXPECT_EQ(FindDType(int64_t{5} << 32), nullptr);
  EXPECT_EQ(FindDType("c64"), nullptr);
  EXPECT_EQ(DTypeName(kFloat32), "float32");
  EXPECT_EQ(DTypeName(99), "type 99");
}

TEST(DType, HasTheSizeOfTheTensorsType) {
  for (const DTypeRow& row : kDTypes) {
    if (row.number == kBfloat16) continue;  // tensors have none
    EXPECT_EQ(row.size, FDDataTypeSize(static_cast<FDDataType>(row.number))) << row.name;
  }
}

}  // namespace
}  // namespace fastdeploy
