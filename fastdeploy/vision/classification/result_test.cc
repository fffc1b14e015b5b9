// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/result.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

TEST(ClassifyResult, PrintsAs1x) {
  ClassifyResult result;
  result.label_ids = {153, 2};
  result.scores = {0.686229F, 0.25F};
  EXPECT_EQ(result.Str(), "ClassifyResult(\nlabel_ids: 153, 2, \nscores: 0.686229, 0.250000, \n)");
  result.feature.assign(101, 0.5F);
  EXPECT_THAT(result.Str(),
              ::testing::HasSubstr("feature: size (101), only show first 100 values.\n0.500000, "));
  EXPECT_THAT(result.Str(), ::testing::HasSubstr("......"));
  result.Clear();
  EXPECT_EQ(result, ClassifyResult());
}

TEST(ClassifyJson, HasTheFields) {
  EXPECT_EQ(ToJson(ClassifyResult()), R"({"label_ids":[],"scores":[],"feature":[]})");
}

}  // namespace
}  // namespace fastdeploy::vision
