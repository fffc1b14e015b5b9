// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/matting/result.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using ::testing::HasSubstr;

TEST(MattingResult, PrintsAs1x) {
  MattingResult result;
  result.shape = {1, 2};
  result.alpha = {0.25F, 1};
  EXPECT_EQ(result.Str(),
            "MattingResult[Foreground(false), Alpha(Numel(2), Shape(1,2), Min(0.250000), "
            "Max(1.000000), Mean(0.625000))]\n");
  EXPECT_THAT(MattingResult().Str(), HasSubstr("Numel(0), Shape(), Min(0.000000)"));
}

TEST(MattingJson, HasTheFields) {
  EXPECT_EQ(ToJson(MattingResult()),
            R"({"alpha":[],"foreground":[],"shape":[],"contain_foreground":false})");
}

}  // namespace
}  // namespace fastdeploy::vision
