// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/keypoint/draw.h"

#include <cmath>

#include "fastdeploy/core/error.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

const cv::Mat kBlack(60, 80, CV_8UC3, cv::Scalar());

/// A person whose points lie on a line, 4 pixels apart.
KeyPointDetectionResult Person(int joints) {
  KeyPointDetectionResult result;
  for (int i = 0; i < joints; ++i) {
    result.keypoints.push_back({static_cast<float>(4 + 4 * i), 30});
    result.scores.push_back(0.9F);
  }
  result.num_joints = joints;
  return result;
}

bool IsBlack(const cv::Mat& image) { return cv::norm(image, cv::NORM_INF) == 0; }

TEST(VisKeypointDetection, DrawsPointsAndBones) {
  const cv::Mat before = kBlack.clone();
  const cv::Mat drawn = VisKeypointDetection(kBlack, Person(17));
  EXPECT_NE(drawn.at<cv::Vec3b>(30, 4), cv::Vec3b());
  EXPECT_NE(drawn.at<cv::Vec3b>(30, 24 + 2), cv::Vec3b());  // between the shoulders
  EXPECT_EQ(cv::norm(kBlack, before, cv::NORM_INF), 0) << "the image is not changed";
  // Persons of another number of points have no bones.
  KeyPointDetectionResult few = Person(2);
  few.keypoints[1] = {70, 30};
  EXPECT_EQ(VisKeypointDetection(kBlack, few).at<cv::Vec3b>(30, 35), cv::Vec3b());
}

TEST(VisKeypointDetection, LeavesOutPointsBelowTheThreshold) {
  KeyPointDetectionResult result = Person(17);
  EXPECT_TRUE(IsBlack(VisKeypointDetection(kBlack, result, 0.95F)));
  for (size_t i = 1; i < 17; ++i) result.scores[i] = 0.1F;
  const cv::Mat drawn = VisKeypointDetection(kBlack, result);
  EXPECT_NE(drawn.at<cv::Vec3b>(30, 4), cv::Vec3b());
  EXPECT_TRUE(IsBlack(drawn.colRange(20, 80)));
}

TEST(VisKeypointDetection, PointsOutsideAndNone) {
  KeyPointDetectionResult result = Person(17);
  result.keypoints[3] = {-1e6F, 1e6F};
  EXPECT_NO_THROW((void)VisKeypointDetection(kBlack, result));
  EXPECT_TRUE(IsBlack(VisKeypointDetection(kBlack, KeyPointDetectionResult())));
}

TEST(VisKeypointDetection, RefusesInvalidResults) {
  const auto refusal = [](const KeyPointDetectionResult& result) {
    return std::string(ThrownBy([&] { (void)VisKeypointDetection(kBlack, result); }).what());
  };
  KeyPointDetectionResult result = Person(17);
  result.scores.pop_back();
  EXPECT_THAT(refusal(result), HasSubstr("17 points and 16 scores"));
  for (const int joints : {-1, 0, 16}) {
    result = Person(17);
    result.num_joints = joints;
    EXPECT_THAT(refusal(result), HasSubstr("joints each")) << joints;
  }
  for (const float at : {NAN, INFINITY, 1e9F}) {
    result = Person(17);
    result.keypoints[5][1] = at;
    EXPECT_THAT(refusal(result), HasSubstr("coordinate"));
  }
  EXPECT_THROW((void)VisKeypointDetection(cv::Mat(), Person(17)), Error);
}

}  // namespace
}  // namespace fastdeploy::vision
