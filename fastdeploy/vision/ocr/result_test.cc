// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/result.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

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

TEST(OcrJson, HasTheFieldsAndSurvivesInvalidUtf8) {
  OCRResult result;
  result.boxes = {{1, 2, 3, 4, 5, 6, 7, 8}};
  result.text = {"a\"\xFF"};
  result.rec_scores = {0.5F};
  const auto json = nlohmann::json::parse(ToJson(result));
  EXPECT_EQ(json["boxes"][0][7], 8);
  EXPECT_EQ(json["text"][0], "a\"\xEF\xBF\xBD");
  EXPECT_TRUE(json["cls_labels"].empty());
}

}  // namespace
}  // namespace fastdeploy::vision
