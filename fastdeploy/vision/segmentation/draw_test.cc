// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "fastdeploy/vision/matting/draw.h"
#include "fastdeploy/vision/segmentation/draw.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using fastdeploy::testing::MakePicture;
using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

SegmentationResult Labels(int rows, int cols, uint8_t first) {
  SegmentationResult result;
  result.shape = {rows, cols};
  result.label_map.assign(size_t(rows) * size_t(cols), 0);
  result.label_map[0] = first;
  return result;
}

MattingResult Alpha(int rows, int cols, float value) {
  MattingResult result;
  result.shape = {rows, cols};
  result.alpha.assign(size_t(rows) * size_t(cols), value);
  return result;
}

double Difference(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF); }

TEST(VisSegmentation, ColoursClasses) {
  const cv::Mat image(4, 5, CV_8UC3, cv::Scalar(100, 50, 0));
  const cv::Mat copy = image.clone();
  const auto first = [&](uint8_t label, float weight) {
    return VisSegmentation(image, Labels(4, 5, label), weight).at<cv::Vec3b>(0, 0);
  };
  EXPECT_EQ(first(0, 1), cv::Vec3b(100, 50, 0));  // class 0 is not coloured
  EXPECT_EQ(first(1, 1), cv::Vec3b(128, 0, 0));
  EXPECT_EQ(first(2, 1), cv::Vec3b(0, 128, 0));
  EXPECT_EQ(first(11, 1), cv::Vec3b(192, 128, 0));
  EXPECT_EQ(first(255, 1), cv::Vec3b(224, 224, 192));
  EXPECT_EQ(first(1, 0.5F), cv::Vec3b(114, 25, 0));
  EXPECT_EQ(first(1, 0), cv::Vec3b(100, 50, 0));
  EXPECT_EQ(Difference(image, copy), 0);
}

TEST(VisSegmentation, RefusesResultsForOtherSizes) {
  const cv::Mat image = MakePicture(4, 5);
  EXPECT_THAT(ThrownBy([&] { (void)VisSegmentation(image, Labels(5, 4, 1)); }).what(),
              HasSubstr("20 labels for an image of 5x4"));
  SegmentationResult few = Labels(4, 5, 1);
  few.label_map.pop_back();
  EXPECT_THROW((void)VisSegmentation(image, few), Error);
  EXPECT_THROW((void)VisSegmentation(image, SegmentationResult()), Error);
  EXPECT_THROW((void)VisSegmentation(image, Labels(4, 5, 1), 1.5F), Error);
  EXPECT_THROW((void)VisSegmentation(cv::Mat(), Labels(4, 5, 1)), Error);
  EXPECT_THROW((void)SwapBackground(image, image, Labels(5, 4, 1)), Error);
}

TEST(SwapBackground, KeepsTheForegroundOfASegmentation) {
  const cv::Mat image = MakePicture(4, 5);
  const cv::Mat beach(9, 9, CV_8UC3, cv::Scalar(1, 2, 3));
  const cv::Mat swapped = SwapBackground(image, beach, Labels(4, 5, 1));
  EXPECT_EQ(swapped.at<cv::Vec3b>(0, 0), image.at<cv::Vec3b>(0, 0));
  EXPECT_EQ(swapped.at<cv::Vec3b>(2, 3), cv::Vec3b(1, 2, 3));
  const cv::Mat same_size = cv::Mat(4, 5, CV_8UC3, cv::Scalar(1, 2, 3));
  (void)SwapBackground(image, same_size, Labels(4, 5, 1));
  EXPECT_EQ(same_size.at<cv::Vec3b>(0, 0), cv::Vec3b(1, 2, 3));  // not modified
}

TEST(VisMatting, BlendsWithGreen) {
  const cv::Mat image(4, 6, CV_8UC3, cv::Scalar(100, 50, 0));
  EXPECT_EQ(Difference(VisMatting(image, Alpha(4, 6, 1)), image), 0);
  EXPECT_EQ(VisMatting(image, Alpha(2, 3, 0)).at<cv::Vec3b>(3, 5), cv::Vec3b(153, 255, 120));
  EXPECT_EQ(VisMatting(image, Alpha(4, 6, 0.5F)).at<cv::Vec3b>(0, 0), cv::Vec3b(126, 152, 60));
  EXPECT_EQ(VisMatting(image, Alpha(4, 6, 7)).at<cv::Vec3b>(0, 0), cv::Vec3b(100, 50, 0));
  const cv::Mat beach(2, 2, CV_8UC3, cv::Scalar(2, 4, 6));
  EXPECT_EQ(SwapBackground(image, beach, Alpha(4, 6, 0.5F)).at<cv::Vec3b>(0, 0),
            cv::Vec3b(51, 27, 3));
}

TEST(VisMatting, CanMakeTheBackgroundTransparent) {
  const cv::Mat image = MakePicture(4, 6);
  MattingResult half = Alpha(4, 6, 0.5F);
  half.alpha[0] = 1;
  const cv::Mat drawn = VisMatting(image, half, true);
  ASSERT_EQ(drawn.type(), CV_8UC4);
  EXPECT_EQ(drawn.at<cv::Vec4b>(0, 0)[3], 255);
  EXPECT_EQ(drawn.at<cv::Vec4b>(0, 1)[3], 0);
  EXPECT_EQ(VisMatting(image, half, true, 0.4F).at<cv::Vec4b>(0, 1)[3], 255);
}

TEST(VisMatting, CanKeepOnlyTheLargestArea) {
  const cv::Mat image(40, 60, CV_8UC3, cv::Scalar(9, 9, 9));
  MattingResult areas = Alpha(40, 60, 0);
  cv::Mat alpha(40, 60, CV_32F, areas.alpha.data());
  alpha(cv::Rect(2, 2, 20, 20)) = 1;
  alpha(cv::Rect(40, 20, 6, 6)) = 1;
  const auto drawn = [&](bool only_largest) {
    return VisMatting(image, areas, false, 0.999F, only_largest);
  };
  EXPECT_EQ(drawn(false).at<cv::Vec3b>(23, 43), cv::Vec3b(9, 9, 9));
  EXPECT_EQ(drawn(true).at<cv::Vec3b>(23, 43), cv::Vec3b(153, 255, 120));
  EXPECT_EQ(drawn(true).at<cv::Vec3b>(10, 10), cv::Vec3b(9, 9, 9));
}

TEST(VisMatting, RefusesInvalidResults) {
  const cv::Mat image = MakePicture(4, 6);
  MattingResult few = Alpha(4, 6, 1);
  few.alpha.pop_back();
  EXPECT_THAT(ThrownBy([&] { (void)VisMatting(image, few); }).what(), HasSubstr("23 values"));
  few.shape = {-1, -23};
  EXPECT_THROW((void)VisMatting(image, few), Error);
  EXPECT_THROW((void)VisMatting(image, MattingResult()), Error);
  EXPECT_THROW((void)VisMatting(image, Alpha(4, 6, std::numeric_limits<float>::quiet_NaN())),
               Error);
  EXPECT_THROW((void)SwapBackground(image, cv::Mat(), Alpha(4, 6, 1)), Error);
}

}  // namespace
}  // namespace fastdeploy::vision
