// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/result.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

MOTResult OneTrack() {
  MOTResult result;
  result.boxes = {{1, 2, 30, 40}};
  result.ids = {7};
  result.scores = {0.5F};
  result.class_ids = {0};
  return result;
}

TEST(MOTResult, PrintsAs1x) {
  EXPECT_EQ(OneTrack().Str(),
            "MOTResult:\nall boxes counts: 1\n[xmin\tymin\txmax\tymax\tid\tscore]\n"
            "[1\t2\t30\t40\t7\t0.500000]\n");
  EXPECT_EQ(MOTResult().Str(),
            "MOTResult:\nall boxes counts: 0\n[xmin\tymin\txmax\tymax\tid\tscore]\n");
}

TEST(MOTResult, Clears) {
  MOTResult result = OneTrack();
  result.Clear();
  EXPECT_EQ(result, MOTResult());
  EXPECT_EQ(result.type, MOT);
}

TEST(MOTJson, HasTheFields) {
  EXPECT_EQ(ToJson(OneTrack()),
            R"({"boxes":[[1,2,30,40]],"ids":[7],"scores":[0.5],"class_ids":[0]})");
}

}  // namespace
}  // namespace fastdeploy::vision
