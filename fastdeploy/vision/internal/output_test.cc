// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/output.h"

#include <limits>

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using ::testing::HasSubstr;
using testing::ThrownBy;

FDTensor Tensor(const std::vector<int64_t>& shape, FDDataType dtype = FP32) {
  FDTensor tensor("scores");
  tensor.Resize(shape, dtype);
  return tensor;
}

TEST(Output, HasTheShapeThatIsAskedFor) {
  RequireShape(Tensor({2, 5}), {2, kAnySize}, "[2, classes]");
  for (const std::vector<int64_t>& shape :
       {std::vector<int64_t>{2, 0}, {0, 5}, {3, 5}, {2}, {2, 5, 1}, {}}) {
    EXPECT_THAT(ThrownBy([&] {
                  RequireShape(Tensor(shape), {2, kAnySize}, "[2, classes]");
                }).what(),
                HasSubstr("output 'scores'"));
  }
}

TEST(Output, HoldsFiniteNumbersOfItsType) {
  FDTensor tensor = Tensor({2});
  auto numbers = tensor.As<float>();
  numbers[0] = 1;
  numbers[1] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(ThrownBy([&] { (void)Floats(tensor); }).what(), HasSubstr("expected finite numbers"));
  EXPECT_THAT(ThrownBy([&] { (void)Integers(tensor); }).what(), HasSubstr("expected int32"));
  EXPECT_THAT(ThrownBy([] { (void)Floats(Tensor({2}, INT32)); }).what(),
              HasSubstr("expected float32"));
  EXPECT_THAT(ThrownBy([] { (void)FirstOutput({}); }).what(), HasSubstr("no output"));
}

}  // namespace
}  // namespace fastdeploy::vision
