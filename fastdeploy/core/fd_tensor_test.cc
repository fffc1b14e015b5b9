// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/fd_tensor.h"

#include <limits>
#include <numeric>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

FDTensor Counting(const std::vector<int64_t>& shape) {
  FDTensor tensor("t");
  tensor.Resize(shape, FP32);
  std::iota(tensor.As<float>().begin(), tensor.As<float>().end(), 0.0F);
  return tensor;
}

TEST(FDTensor, KeepsItsMemoryWhenItShrinks) {
  FDTensor tensor = Counting({4, 5});
  const void* before = tensor.Data();
  tensor.Resize({2, 3});
  EXPECT_EQ(tensor.Data(), before);
  EXPECT_EQ(tensor.Numel(), 6);
  EXPECT_EQ(tensor.Nbytes(), 24);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(before) % 64, 0U);
}

TEST(FDTensor, CopyIsDeepAndMoveIsNot) {
  FDTensor tensor = Counting({3});
  FDTensor copy = tensor;
  tensor.As<float>()[0] = 7;
  EXPECT_EQ(copy.As<float>()[0], 0);
  const void* memory = tensor.Data();
  const FDTensor moved = std::move(tensor);
  EXPECT_EQ(moved.Data(), memory);
  EXPECT_EQ(moved.name, "t");
}

TEST(FDTensor, BorrowsUntilSharingStops) {
  std::vector<float> values = {1, 2, 3, 4};
  FDTensor tensor;
  tensor.SetData({2, 2}, FP32, values.data());
  EXPECT_TRUE(tensor.IsShared());
  values[0] = 9;
  EXPECT_EQ(tensor.As<float>()[0], 9);
  tensor.StopSharing();
  values[0] = 5;
  EXPECT_EQ(tensor.As<float>()[0], 9);
  FDTensor copied;
  copied.SetData({4}, FP32, values.data(), true);
  EXPECT_FALSE(copied.IsShared());
}

TEST(FDTensor, ReshapesByInferringOneDimension) {
  FDTensor tensor = Counting({2, 6});
  EXPECT_TRUE(tensor.Reshape({3, -1}));
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{3, 4}));
  EXPECT_TRUE(tensor.Reshape({0, 2, 2}));
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{3, 2, 2}));
  EXPECT_FALSE(tensor.Reshape({5, -1}));
  EXPECT_FALSE(tensor.Reshape({-1, -1}));
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{3, 2, 2}));
  tensor.ExpandDim(1);
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{3, 1, 2, 2}));
  tensor.Squeeze(1);
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{3, 2, 2}));
}

TEST(FDTensor, RefusesWhatCannotBe) {
  FDTensor tensor = Counting({2, 2});
  EXPECT_THAT(testing::ThrownBy([&] {
                tensor.Resize({2, -1}, FP32);
              }).what(),
              ::testing::HasSubstr("[2, -1]"));
  EXPECT_THROW(tensor.Resize({1LL << 40, 1LL << 40}, FP32), Error);
  EXPECT_THAT(testing::ThrownBy([&] { (void)tensor.As<int64_t>(); }).what(),
              ::testing::HasSubstr("'t' holds FDDataType::FP32, not FDDataType::INT64"));
  EXPECT_THROW(tensor.Squeeze(0), Error);
  EXPECT_THROW(tensor.ExpandDim(9), Error);
}

TEST(FDDataType, NamesAndSizes) {
  EXPECT_EQ(Str(FP32), "FDDataType::FP32");
  EXPECT_EQ(Str(CPU), "Device::CPU");
  EXPECT_EQ(FDDataTypeSize(INT64), 8);
  EXPECT_EQ(FDDataTypeSize(static_cast<FDDataType>(15)), 0);
}

TEST(FDTensor, ShapesWhoseProductOverflowsAreRefused) {
  constexpr int64_t kHuge = int64_t{1} << 62;
  FDTensor tensor = Counting({5});
  EXPECT_FALSE(tensor.Reshape({5, kHuge}));
  EXPECT_FALSE(tensor.Reshape({7, 0x6DB6DB6DB6DB6DB7, 5}));  // 5 modulo 2^64
  EXPECT_FALSE(tensor.Reshape({-1, kHuge, 4}));
  EXPECT_FALSE(tensor.Reshape({-1, 0}));
  EXPECT_FALSE(tensor.Reshape({-1, -1}));
  EXPECT_FALSE(tensor.Reshape({-5, -1}));
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{5}));
  for (const std::vector<int64_t>& shape :
       {std::vector<int64_t>{kHuge, kHuge}, {0, kHuge, kHuge}, {-1}, {kHuge}}) {
    EXPECT_THROW(tensor.Resize(shape), Error) << ShapeString(shape);
    EXPECT_THROW(tensor.Allocate(shape, FP32), Error) << ShapeString(shape);
    EXPECT_THROW(tensor.SetExternalData(shape, FP32, tensor.Data()), Error) << ShapeString(shape);
  }
  EXPECT_EQ(tensor.Nbytes(), 20) << "a refusal changes nothing";
  tensor.shape = {kHuge, 4};  // as anyone may
  EXPECT_THROW((void)tensor.Numel(), Error);
  EXPECT_THROW((void)tensor.Nbytes(), Error);
}

TEST(FDTensor, MemoryThatDoesNotExistIsAnError) {
  FDTensor tensor = Counting({5});
  const Error error = testing::ThrownBy([&] { tensor.Resize({int64_t{1} << 55}); });
  EXPECT_THAT(error.what(), ::testing::HasSubstr("cannot allocate"));
  EXPECT_THROW(tensor.Resize(-1), Error);
  EXPECT_THROW(tensor.Resize(std::numeric_limits<size_t>::max()), Error);
  EXPECT_EQ(tensor.Nbytes(), 20);
}

}  // namespace
}  // namespace fastdeploy
