// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fastdeploy/core/error.h"

namespace fastdeploy::function {
namespace {

using ::testing::ElementsAre;
using Shape = std::vector<int64_t>;

template <typename T>
FDTensor Make(const Shape& shape, const std::vector<T>& values) {
  FDTensor tensor("made");
  tensor.Resize(shape, TypeToDataType<T>::dtype);
  std::copy(values.begin(), values.end(), tensor.As<T>().begin());
  return tensor;
}

template <typename T>
std::vector<T> Values(const FDTensor& tensor) {
  const auto values = tensor.As<T>();
  return {values.begin(), values.end()};
}

const float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(Functions, CombineWithBroadcasting) {
  const FDTensor x = Make<float>({2, 2}, {1, 2, 3, 4});
  const FDTensor row = Make<float>({2}, {10, 20});
  FDTensor out("out");
  Add(x, row, &out);
  EXPECT_EQ(out.name, "out");
  EXPECT_THAT(Values<float>(out), ElementsAre(11, 22, 13, 24));
  Subtract(row, x, &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(9, 18, 7, 16));
  Multiply(x, Make<float>({2, 1}, {2, 3}), &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(2, 4, 9, 12));
  Maximum(x, Make<float>({1}, {2.5F}), &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(2.5F, 2.5F, 3, 4));
  EXPECT_THAT(Values<float>(1 - x / 2), ElementsAre(0.5F, 0, -0.5F, -1));
  EXPECT_THROW(Add(x, Make<float>({3}, {1, 2, 3}), &out), Error);
  EXPECT_THROW(Add(x, Make<int32_t>({2}, {1, 2}), &out), Error);
  EXPECT_THROW(Divide(Make<int32_t>({1}, {1}), Make<int32_t>({1}, {0}), &out), Error);
}

TEST(Functions, OfEachElement) {
  FDTensor x = Make<float>({3}, {-1.5F, 0.25F, 2.5F});
  FDTensor out;
  Abs(x, &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(1.5F, 0.25F, 2.5F));
  Round(x, &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(-2, 0, 2));
  Floor(x, &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(-2, 0, 2));
  Ceil(x, &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(-1, 1, 3));
  Clip(x, 0, 1, &x);
  EXPECT_THAT(Values<float>(x), ElementsAre(0, 0.25F, 1));
  Cast(x, &out, INT32);
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(0, 0, 1));
  IsNan(Make<float>({2}, {kNan, 1}), &out);
  EXPECT_THAT(Values<bool>(out), ElementsAre(true, false));
  Sqrt(Make<double>({1}, {9}), &out);
  EXPECT_THAT(Values<double>(out), ElementsAre(3));
  FDTensor half;
  half.Resize({1}, FP16);
  EXPECT_THROW(Abs(half, &out), Error);
}

TEST(Functions, Reduce) {
  const FDTensor x = Make<int32_t>({2, 3}, {5, 1, 3, 2, 6, 4});
  FDTensor out;
  Sum(x, &out, {1});
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(9, 12));
  Max(x, &out, {0}, true);
  EXPECT_EQ(out.shape, (Shape{1, 3}));
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(5, 6, 4));
  Min(x, &out, {}, false, true);
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(1));
  Prod(x, &out, {-1});
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(15, 48));
  Mean(Make<float>({2, 2}, {1, 2, 3, 5}), &out, {0});
  EXPECT_THAT(Values<float>(out), ElementsAre(2, 3.5F));
  All(Make<bool>({2, 2}, {true, true, true, false}), &out, {1});
  EXPECT_THAT(Values<bool>(out), ElementsAre(true, false));
  Any(Make<bool>({2}, {true, false}), &out, {0});
  EXPECT_THAT(Values<bool>(out), ElementsAre(true));
  EXPECT_THROW(Sum(x, &out, {2}), Error);
}

TEST(Functions, AlongAnAxis) {
  const FDTensor x = Make<float>({2, 3}, {5, 1, 3, 2, 6, 4});
  FDTensor out;
  FDTensor places;
  ArgMax(x, &out, 1);
  EXPECT_THAT(Values<int64_t>(out), ElementsAre(0, 1));
  ArgMin(x, &out, 0, INT32, true);
  EXPECT_EQ(out.shape, (Shape{1, 3}));
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(1, 0, 0));
  ArgMax(x, &out, 0, INT64, false, true);
  EXPECT_THAT(Values<int64_t>(out), ElementsAre(4));
  Sort(x, &out, &places, 1, true);
  EXPECT_THAT(Values<float>(out), ElementsAre(5, 3, 1, 6, 4, 2));
  EXPECT_THAT(Values<int64_t>(places), ElementsAre(0, 2, 1, 1, 2, 0));
  Cumprod(x, &out, 0);
  EXPECT_THAT(Values<float>(out), ElementsAre(5, 1, 3, 10, 6, 12));
  Softmax(x, &out, 0);
  EXPECT_NEAR(out.As<float>()[0], 1 / (1 + std::exp(-3.0)), 1e-6);
  GatherAlongAxis(x, Make<int64_t>({2, 1}, {2, 0}), &out, 1);
  EXPECT_THAT(Values<float>(out), ElementsAre(3, 2));
  EXPECT_THROW(GatherAlongAxis(x, Make<int64_t>({2, 1}, {3, 0}), &out, 1), Error);
  Quantile(x, {0.5, 1}, {1}, &out);
  EXPECT_EQ(out.shape, (Shape{2, 2}));
  EXPECT_THAT(Values<float>(out), ElementsAre(3, 4, 5, 6));
}

TEST(Functions, PlacesOfElements) {
  const FDTensor x = Make<int32_t>({2, 3}, {0, 1, 2, 3, 4, 5});
  FDTensor out;
  Transpose(x, &out, {1, 0});
  EXPECT_EQ(out.shape, (Shape{3, 2}));
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(0, 3, 1, 4, 2, 5));
  EXPECT_THROW(Transpose(x, &out, {0, 0}), Error);
}

TEST(Functions, ConcatSplitSliceTilePad) {
  const FDTensor x = Make<int32_t>({2, 3}, {0, 1, 2, 3, 4, 5});
  FDTensor out;
  Concat({x, Make<int32_t>({2, 1}, {8, 9})}, &out, -1);
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(0, 1, 2, 8, 3, 4, 5, 9));
  EXPECT_THROW(Concat({x, Make<int32_t>({1, 1}, {8})}, &out, -1), Error);
  std::vector<FDTensor> parts;
  Split(x, {1, -1}, &parts, 1);
  EXPECT_THAT(Values<int32_t>(parts[0]), ElementsAre(0, 3));
  EXPECT_THAT(Values<int32_t>(parts[1]), ElementsAre(1, 2, 4, 5));
  Split(x, {2}, &parts);
  EXPECT_THAT(Values<int32_t>(parts[1]), ElementsAre(3, 4, 5));
  EXPECT_THROW(Split(x, {2}, &parts, 1), Error);
  Slice(x, {0, 1}, {0, -2}, {9, 3}, &out);
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(1, 2, 4, 5));
  Slice(x, {0}, {1}, &out);
  EXPECT_EQ(out.shape, Shape{3});
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(3, 4, 5));
  EXPECT_THROW(Slice(x, {0}, {2}, &out), Error);
  Tile(Make<int32_t>({1, 2}, {7, 8}), {2, 2}, &out);
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(7, 8, 7, 8, 7, 8, 7, 8));
  Pad(Make<int32_t>({1, 2}, {7, 8}), &out, {0, 1, 1, 0}, 9);
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(9, 7, 8, 9, 9, 9));
}

TEST(Functions, NewTensors) {
  FDTensor out;
  Full(2.5, {2}, &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(2.5F, 2.5F));
  FullLike(Make<int32_t>({1, 1}, {0}), 7, &out);
  EXPECT_EQ(out.shape, (Shape{1, 1}));
  EXPECT_THAT(Values<int32_t>(out), ElementsAre(7));
  Linspace(0, 1, 3, &out);
  EXPECT_THAT(Values<float>(out), ElementsAre(0, 0.5F, 1));
  FDTensor same;
  GaussianRandom({4}, &out, FP64, 1, 2, 3);
  GaussianRandom({4}, &same, FP64, 1, 2, 3);
  EXPECT_EQ(Values<double>(out), Values<double>(same));
}

}  // namespace
}  // namespace fastdeploy::function
