// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/result/result.h"

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

TEST(OCRResult, PrintsAs1x) {
  OCRResult result;
  EXPECT_EQ(result.Str(), "No Results!");
  result.boxes = {{42, 413, 483, 391, 484, 428, 43, 450}};
  EXPECT_EQ(result.Str(), "det boxes: [[42,413],[483,391],[484,428],[43,450]]\n");
  result.text = {"ABC"};
  result.rec_scores = {0.980085F};
  result.cls_labels = {0};
  result.cls_scores = {1};
  EXPECT_EQ(result.Str(),
            "det boxes: [[42,413],[483,391],[484,428],[43,450]]rec text: ABC rec score:0.980085 "
            "cls label: 0 cls score: 1.000000\n");
  result.boxes.clear();
  EXPECT_EQ(result.Str(), "rec text: ABC rec score:0.980085 cls label: 0 cls score: 1.000000\n");
}

TEST(Json, HasTheFieldsAndSurvivesBrokenText) {
  OCRResult result;
  result.boxes = {{1, 2, 3, 4, 5, 6, 7, 8}};
  result.text = {"a\"\xFF"};
  result.rec_scores = {0.5F};
  const auto json = nlohmann::json::parse(ToJson(result));
  EXPECT_EQ(json["boxes"][0][7], 8);
  EXPECT_EQ(json["text"][0], "a\"\xEF\xBF\xBD");
  EXPECT_TRUE(json["cls_labels"].empty());
  EXPECT_EQ(ToJson(ClassifyResult()), R"({"label_ids":[],"scores":[],"feature":[]})");
}

}  // namespace
}  // namespace fastdeploy::vision
