// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/result.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(SegmentationResult, PrintsAs1x) {
  SegmentationResult result;
  result.shape = {3, 40};
  for (int i = 0; i < 120; ++i) result.label_map.push_back(static_cast<uint8_t>(i));
  std::string rows;
  for (int row = 0; row < 10; ++row) {
    rows += "[";
    for (int column = 0; column < 10; ++column) rows += std::to_string(row * 10 + column) + ", ";
    rows += ".....]\n";
  }
  EXPECT_EQ(result.Str(), "SegmentationResult Image masks 10 rows x 10 cols: \n" + rows +
                              "...........\nresult shape is: [3 40]");
  result.contain_score_map = true;
  result.score_map.assign(120, 0.5F);
  EXPECT_THAT(result.Str(), HasSubstr("...........\nSegmentationResult Score map 10 rows x 10 "
                                      "cols: \n[0.500000, 0.500000, "));
  result.Clear();
  EXPECT_EQ(result, SegmentationResult());
}

TEST(SegmentationResult, PrintsSmallMaps) {
  SegmentationResult result;
  result.shape = {1, 2};
  result.label_map = {7, 8};
  EXPECT_THAT(result.Str(), StartsWith("SegmentationResult Image masks 10 rows x 10 cols: \n[7, 8, "
                                       ".....]\n[.....]\n"));
  EXPECT_THAT(SegmentationResult().Str(), HasSubstr("result shape is: []"));
}

TEST(SegmentationJson, HasTheFields) {
  SegmentationResult result;
  result.shape = {1, 2};
  result.label_map = {7, 8};
  EXPECT_EQ(ToJson(result),
            R"({"label_map":[7,8],"score_map":[],"shape":[1,2],"contain_score_map":false})");
}

}  // namespace
}  // namespace fastdeploy::vision
