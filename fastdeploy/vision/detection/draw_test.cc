// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "fastdeploy/vision/detection/draw.h"
#include "fastdeploy/vision/internal/style.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

const cv::Vec3b kGround(200, 200, 200);

cv::Mat TestImage() { return {100, 120, CV_8UC3, cv::Scalar(kGround)}; }

DetectionResult OneBox() {
  DetectionResult result;
  result.boxes = {{40, 50, 80, 90}};
  result.scores = {0.75F};
  result.label_ids = {2};
  return result;
}

TEST(VisDetection, DrawsTheBoxInTheColourOfItsClass) {
  const cv::Mat image = TestImage();
  const cv::Mat drawn = VisDetection(image, OneBox());
  EXPECT_EQ(drawn.at<cv::Vec3b>(70, 40), ColourOf(3));
  EXPECT_EQ(drawn.at<cv::Vec3b>(90, 60), ColourOf(3));
  EXPECT_EQ(drawn.at<cv::Vec3b>(70, 60), kGround) << "inside the box";
  EXPECT_EQ(image.at<cv::Vec3b>(70, 40), kGround) << "the input was changed";
}

TEST(VisDetection, OmitsObjectsBelowTheThreshold) {
  EXPECT_EQ(cv::norm(VisDetection(TestImage(), OneBox(), 0.8F), TestImage()), 0);
  EXPECT_GT(cv::norm(VisDetection(TestImage(), OneBox(), 0.75F), TestImage()), 0);
}

TEST(VisDetection, BlendsMasks) {
  DetectionResult result = OneBox();
  result.contain_masks = true;
  result.masks = {{std::vector<uint8_t>(40 * 40, 0), {40, 40}}};
  result.masks[0].data[10 * 40 + 20] = 1;
  const cv::Mat drawn = VisDetection(TestImage(), result);
  for (int c = 0; c < 3; ++c) {
    EXPECT_EQ(drawn.at<cv::Vec3b>(60, 60)[c], (kGround[c] + ColourOf(3)[c]) / 2);
  }
  EXPECT_EQ(drawn.at<cv::Vec3b>(61, 60), kGround);
}

TEST(VisDetection, DrawsRotatedBoxes) {
  DetectionResult result = OneBox();
  result.boxes.clear();
  result.rotated_boxes = {{60, 30, 90, 60, 60, 90, 30, 60}};
  const cv::Mat drawn = VisDetection(TestImage(), result);
  EXPECT_NE(drawn.at<cv::Vec3b>(75, 75), kGround)
      << "on the side from the right corner to the bottom one";
  EXPECT_EQ(drawn.at<cv::Vec3b>(60, 60), kGround);
}

TEST(VisDetection, ShowsNames) {
  const DetectionResult result = OneBox();
  const cv::Mat number = VisDetection(TestImage(), result);
  const cv::Mat name = VisDetection(TestImage(), result, {"a", "b", "horse"});
  EXPECT_GT(cv::norm(number, name), 0);
  EXPECT_EQ(cv::norm(number, VisDetection(TestImage(), result, {"a", "b"})), 0);
}

TEST(VisDetection, AcceptsBoxesOutsideTheImage) {
  DetectionResult result = OneBox();
  result.boxes = {{-500, -500, 5000, 5000}};
  result.masks = {{std::vector<uint8_t>(200 * 200, 1), {200, 200}}};
  EXPECT_NO_THROW((void)VisDetection(TestImage(), result));
  EXPECT_NO_THROW((void)VisDetection(cv::Mat(1, 1, CV_8UC3, cv::Scalar(kGround)), result));
}

TEST(VisDetection, RefusesInvalidResultsAndArguments) {
  const auto error = [](const DetectionResult& result) {
    return std::string(ThrownBy([&] { (void)VisDetection(TestImage(), result); }).what());
  };
  DetectionResult result = OneBox();
  result.scores.clear();
  EXPECT_THAT(error(result), HasSubstr("1 boxes, 0 scores"));
  result = OneBox();
  result.boxes[0][1] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(error(result), HasSubstr("box 0"));
  result.boxes[0][1] = 1e7F;
  EXPECT_THAT(error(result), HasSubstr("box 0"));
  result = OneBox();
  result.masks = {{{1, 2}, {3, 3}}};
  EXPECT_THAT(error(result), HasSubstr("mask 0"));
  EXPECT_THROW((void)VisDetection(cv::Mat(), OneBox()), Error);
  EXPECT_THROW((void)VisDetection(TestImage(), OneBox(), 0, 0), Error);
  EXPECT_THROW((void)VisDetection(TestImage(), OneBox(), 0, 1, -1), Error);
  EXPECT_THROW((void)VisDetection(TestImage(), OneBox(), {}, 0, 1, 0.5F, {1, 2}), Error);
}

}  // namespace
}  // namespace fastdeploy::vision
