// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/classification/draw.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using ::testing::HasSubstr;

cv::Mat Picture() { return testing::MakePicture(300, 400); }

ClassifyResult ThreeClasses() {
  ClassifyResult result;
  result.label_ids = {7, 1, 3};
  result.scores = {0.7F, 0.2F, 0.1F};
  return result;
}

bool Same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

/// How far down the picture was drawn on.
int PanelHeight(const cv::Mat& drawn) {
  cv::Mat difference;
  cv::absdiff(Picture(), drawn, difference);
  for (int y = drawn.rows; y > 0; --y) {
    if (cv::countNonZero(difference.row(y - 1).reshape(1)) > 0) return y;
  }
  return 0;
}

TEST(VisClassification, DrawsARowForEveryClass) {
  const cv::Mat picture = Picture();
  const cv::Mat drawn = VisClassification(picture, ThreeClasses());
  EXPECT_TRUE(Same(picture, Picture())) << "the input was changed";
  EXPECT_EQ(drawn.size(), picture.size());
  EXPECT_GT(PanelHeight(drawn), 0);
  EXPECT_LT(PanelHeight(drawn), 200);
  const int one = PanelHeight(VisClassification(picture, ThreeClasses(), 1));
  const int two = PanelHeight(VisClassification(picture, ThreeClasses(), 2));
  EXPECT_LT(one, two);
  EXPECT_LT(two, PanelHeight(drawn));
}

TEST(VisClassification, LeavesOutWhatScoresLess) {
  const cv::Mat two = VisClassification(Picture(), ThreeClasses(), 2);
  EXPECT_TRUE(Same(VisClassification(Picture(), ThreeClasses(), 5, 0.2F), two));
  EXPECT_TRUE(Same(VisClassification(Picture(), ThreeClasses(), 5, 0.8F), Picture()));
}

TEST(VisClassification, NothingToDrawIsACopy) {
  const cv::Mat picture = Picture();
  const cv::Mat drawn = VisClassification(picture, ClassifyResult());
  EXPECT_TRUE(Same(drawn, picture));
  EXPECT_NE(drawn.data, picture.data);
  EXPECT_TRUE(Same(VisClassification(picture, ThreeClasses(), 0), picture));
}

TEST(VisClassification, NamesClassesWhereItCan) {
  const std::vector<std::string> labels = {"cat", "dog"};
  const cv::Mat numbers = VisClassification(Picture(), ThreeClasses());
  const cv::Mat names = VisClassification(Picture(), ThreeClasses(), labels);
  EXPECT_FALSE(Same(numbers, names)) << "class 1 has a name";
  EXPECT_TRUE(Same(numbers, VisClassification(Picture(), ThreeClasses(), {"only class 0"})));
  ClassifyResult odd = ThreeClasses();
  odd.label_ids = {-1, std::numeric_limits<int32_t>::max(), 1};
  EXPECT_NO_THROW((void)VisClassification(Picture(), odd, labels));
}

TEST(VisClassification, FitsLongNamesAndSmallPictures) {
  const std::vector<std::string> labels = {"", std::string(500, 'w'), "", "", "", "", "", "\xFF文"};
  EXPECT_GT(PanelHeight(VisClassification(Picture(), ThreeClasses(), labels)), 0);
  const cv::Mat dot(1, 1, CV_8UC3, cv::Scalar::all(200));
  EXPECT_EQ(VisClassification(dot, ThreeClasses(), labels).size(), dot.size());
}

TEST(VisClassification, RefusesWhatItCannotDraw) {
  const auto refused = [](const cv::Mat& image, const ClassifyResult& result, float font_size) {
    return testing::ThrownBy([&] { (void)VisClassification(image, result, 5, 0, font_size); });
  };
  EXPECT_EQ(refused(cv::Mat(), ThreeClasses(), 0.5F).Kind(), ErrorKind::kInvalidArgument);
  EXPECT_EQ(refused(cv::Mat(9, 9, CV_8UC1), ThreeClasses(), 0.5F).Kind(),
            ErrorKind::kInvalidArgument);
  EXPECT_THAT(refused(Picture(), ThreeClasses(), 0).what(), HasSubstr("font size 0"));
  EXPECT_THAT(refused(Picture(), ThreeClasses(), std::numeric_limits<float>::quiet_NaN()).what(),
              HasSubstr("font size nan"));
  ClassifyResult uneven = ThreeClasses();
  uneven.scores.pop_back();
  EXPECT_THAT(refused(Picture(), uneven, 0.5F).what(), HasSubstr("3 classes and 2 scores"));
}

}  // namespace
}  // namespace fastdeploy::vision
