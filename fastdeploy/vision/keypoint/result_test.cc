// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/keypoint/result.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

TEST(KeyPointDetectionResult, PrintsAs1x) {
  KeyPointDetectionResult result;
  EXPECT_EQ(result.Str(), "KeyPointDetectionResult: [x, y, conf]\nnum_joints:-1\n");
  result.keypoints = {{1.5F, -2}};
  result.scores = {0.25F};
  result.num_joints = 1;
  EXPECT_EQ(result.Str(),
            "KeyPointDetectionResult: [x, y, conf]\n1.500000,-2.000000, 0.250000\nnum_joints:1\n");
  EXPECT_EQ(result.type, KEYPOINT_DETECTION);
}

TEST(KeyPointDetectionResult, ReservesAndResizes) {
  KeyPointDetectionResult result;
  result.Reserve(34);
  EXPECT_GE(result.keypoints.capacity(), 34U);
  result.Resize(17);
  EXPECT_EQ(result.scores.size(), 17U);
  result.Clear();
  EXPECT_EQ(result, KeyPointDetectionResult());
}

TEST(KeyPointJson, HasTheFields) {
  KeyPointDetectionResult result;
  result.keypoints = {{1, 2}};
  result.scores = {0.5F};
  result.num_joints = 1;
  EXPECT_EQ(ToJson(result), R"({"keypoints":[[1.0,2.0]],"scores":[0.5],"num_joints":1})");
}

}  // namespace
}  // namespace fastdeploy::vision
