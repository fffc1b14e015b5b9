// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/draw.h"

#include "fastdeploy/core/error.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

const cv::Mat kBlack(120, 160, CV_8UC3, cv::Scalar());

MOTResult OneTrack() {
  MOTResult result;
  result.boxes = {{60, 50, 90, 100}};
  result.ids = {3};
  result.scores = {0.8F};
  result.class_ids = {0};
  return result;
}

bool IsBlack(const cv::Mat& image) { return cv::norm(image, cv::NORM_INF) == 0; }

TEST(VisMOT, DrawsBoxAndTrail) {
  const cv::Mat drawn = VisMOT(kBlack, OneTrack());
  EXPECT_NE(drawn.at<cv::Vec3b>(75, 60), cv::Vec3b());
  EXPECT_TRUE(IsBlack(kBlack)) << "the image is not changed";
  EXPECT_TRUE(IsBlack(drawn.colRange(0, 55)));
  tracking::TrailRecorder recorder;
  recorder.Add(3, {10, 110});
  recorder.Add(3, {50, 110});
  recorder.Add(4, {10, 10});
  recorder.Add(4, {50, 10});
  const cv::Mat with_trail = VisMOT(kBlack, OneTrack(), 0, &recorder);
  EXPECT_NE(with_trail.at<cv::Vec3b>(110, 30), cv::Vec3b());
  EXPECT_EQ(with_trail.at<cv::Vec3b>(10, 30), cv::Vec3b()) << "of an object that is not there";
}

TEST(VisMOT, LeavesOutLowScores) {
  EXPECT_TRUE(IsBlack(VisMOT(kBlack, OneTrack(), 0.9F)));
  EXPECT_TRUE(IsBlack(VisMOT(kBlack, MOTResult())));
}

TEST(VisMOT, RefusesInvalidResults) {
  const auto refusal = [](const MOTResult& result, const tracking::TrailRecorder* recorder) {
    return std::string(ThrownBy([&] { (void)VisMOT(kBlack, result, 0, recorder); }).what());
  };
  MOTResult result = OneTrack();
  result.ids.clear();
  EXPECT_THAT(refusal(result, nullptr), HasSubstr("1 boxes, 0 ids and 1 scores"));
  result = OneTrack();
  result.boxes[0][2] = 1 << 30;
  EXPECT_THAT(refusal(result, nullptr), HasSubstr("a box is"));
  result.boxes[0][2] = std::numeric_limits<int>::min();
  EXPECT_THAT(refusal(result, nullptr), HasSubstr("a box is"));
  tracking::TrailRecorder recorder;
  recorder.Add(3, {1 << 30, 0});
  EXPECT_THAT(refusal(OneTrack(), &recorder), HasSubstr("a trail passes"));
  EXPECT_THROW((void)VisMOT(cv::Mat(), OneTrack()), Error);
}

}  // namespace
}  // namespace fastdeploy::vision
