// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/classification/draw.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using ::testing::HasSubstr;

cv::Mat TestImage() { return testing::MakePicture(300, 400); }

ClassifyResult ThreeClasses() {
  ClassifyResult result;
  result.label_ids = {7, 1, 3};
  result.scores = {0.7F, 0.2F, 0.1F};
  return result;
}

bool Same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

/// The height down to which the image was drawn on.
int PanelHeight(const cv::Mat& drawn) {
  cv::Mat difference;
  cv::absdiff(TestImage(), drawn, difference);
  for (int y = drawn.rows; y > 0; --y) {
    if (cv::countNonZero(difference.row(y - 1).reshape(1)) > 0) return y;
  }
  return 0;
}

TEST(VisClassification, DrawsARowForEveryClass) {
  const cv::Mat image = TestImage();
  const cv::Mat drawn = VisClassification(image, ThreeClasses());
  EXPECT_TRUE(Same(image, TestImage())) << "the input was changed";
  EXPECT_EQ(drawn.size(), image.size());
  EXPECT_GT(PanelHeight(drawn), 0);
  EXPECT_LT(PanelHeight(drawn), 200);
  const int one = PanelHeight(VisClassification(image, ThreeClasses(), 1));
  const int two = PanelHeight(VisClassification(image, ThreeClasses(), 2));
  EXPECT_LT(one, two);
  EXPECT_LT(two, PanelHeight(drawn));
}

TEST(VisClassification, OmitsClassesBelowTheThreshold) {
  const cv::Mat two = VisClassification(TestImage(), ThreeClasses(), 2);
  EXPECT_TRUE(Same(VisClassification(TestImage(), ThreeClasses(), 5, 0.2F), two));
  EXPECT_TRUE(Same(VisClassification(TestImage(), ThreeClasses(), 5, 0.8F), TestImage()));
}

TEST(VisClassification, ReturnsACopyIfThereIsNothingToDraw) {
  const cv::Mat image = TestImage();
  const cv::Mat drawn = VisClassification(image, ClassifyResult());
  EXPECT_TRUE(Same(drawn, image));
  EXPECT_NE(drawn.data, image.data);
  EXPECT_TRUE(Same(VisClassification(image, ThreeClasses(), 0), image));
}

TEST(VisClassification, ShowsNamesWhereGiven) {
  const std::vector<std::string> labels = {"cat", "dog"};
  const cv::Mat numbers = VisClassification(TestImage(), ThreeClasses());
  const cv::Mat names = VisClassification(TestImage(), ThreeClasses(), labels);
  EXPECT_FALSE(Same(numbers, names)) << "class 1 has a name";
  EXPECT_TRUE(Same(numbers, VisClassification(TestImage(), ThreeClasses(), {"only class 0"})));
  ClassifyResult odd = ThreeClasses();
  odd.label_ids = {-1, std::numeric_limits<int32_t>::max(), 1};
  EXPECT_NO_THROW((void)VisClassification(TestImage(), odd, labels));
}

TEST(VisClassification, FitsLongNamesAndSmallImages) {
  const std::vector<std::string> labels = {"", std::string(500, 'w'), "", "", "", "", "", "\xFF文"};
  EXPECT_GT(PanelHeight(VisClassification(TestImage(), ThreeClasses(), labels)), 0);
  const cv::Mat dot(1, 1, CV_8UC3, cv::Scalar::all(200));
  EXPECT_EQ(VisClassification(dot, ThreeClasses(), labels).size(), dot.size());
}

TEST(VisClassification, RefusesInvalidArguments) {
  const auto refused = [](const cv::Mat& image, const ClassifyResult& result, float font_size) {
    return testing::ThrownBy([&] { (void)VisClassification(image, result, 5, 0, font_size); });
  };
  EXPECT_EQ(refused(cv::Mat(), ThreeClasses(), 0.5F).Kind(), ErrorKind::kInvalidArgument);
  EXPECT_EQ(refused(cv::Mat(9, 9, CV_8UC1), ThreeClasses(), 0.5F).Kind(),
            ErrorKind::kInvalidArgument);
  EXPECT_THAT(refused(TestImage(), ThreeClasses(), 0).what(), HasSubstr("font size 0"));
  EXPECT_THAT(refused(TestImage(), ThreeClasses(), std::numeric_limits<float>::quiet_NaN()).what(),
              HasSubstr("font size nan"));
  ClassifyResult uneven = ThreeClasses();
  uneven.scores.pop_back();
  EXPECT_THAT(refused(TestImage(), uneven, 0.5F).what(), HasSubstr("3 classes and 2 scores"));
}

}  // namespace
}  // namespace fastdeploy::vision
