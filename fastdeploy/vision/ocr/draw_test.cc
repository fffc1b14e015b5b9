// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/ocr/draw.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using ::testing::HasSubstr;

cv::Mat GrayPage() { return {200, 400, CV_8UC3, cv::Scalar::all(128)}; }

/// Two lines, one above the other.
OCRResult TwoLines() {
  OCRResult result;
  result.boxes = {{60, 20, 360, 20, 360, 60, 60, 60}, {60, 120, 360, 120, 360, 160, 60, 160}};
  result.text = {"first", "second"};
  result.rec_scores = {0.9F, 0.4F};
  return result;
}

const cv::Rect kFirst(20, 10, 350, 60);
const cv::Rect kSecond(20, 110, 350, 60);

int Changed(const cv::Mat& before, const cv::Mat& after, const cv::Rect& where) {
  cv::Mat difference;
  cv::absdiff(before(where), after(where), difference);
  return cv::countNonZero(difference.reshape(1));
}

/// The path of an installed font, or "".
std::string AnyFont() {
  std::error_code error;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("/usr/share/fonts", error)) {
    if (entry.path().filename() == "DejaVuSans.ttf") return entry.path().string();
  }
  return "";
}

TEST(VisOcr, DrawsEveryLineAndNothingElse) {
  const cv::Mat page = GrayPage();
  const cv::Mat drawn = VisOcr(page, TwoLines());
  EXPECT_EQ(Changed(GrayPage(), page, {0, 0, 400, 200}), 0) << "the input was changed";
  EXPECT_EQ(drawn.size(), page.size());
  EXPECT_EQ(drawn.type(), CV_8UC3);
  EXPECT_GT(Changed(page, drawn, kFirst), 0);
  EXPECT_GT(Changed(page, drawn, kSecond), 0);
  EXPECT_EQ(Changed(page, drawn, {100, 70, 300, 40}), 0) << "between the lines";
  EXPECT_EQ(Changed(page, drawn, {100, 30, 250, 20}), 0) << "inside the box";
  const auto corner = drawn.at<cv::Vec3b>(20, 200);
  EXPECT_GT(corner[1], corner[0]) << "boxes are green";
}

TEST(VisOcr, OmitsLinesBelowTheThreshold) {
  const cv::Mat page = GrayPage();
  const cv::Mat drawn = VisOcr(page, TwoLines(), 0.5F);
  EXPECT_GT(Changed(page, drawn, kFirst), 0);
  EXPECT_EQ(Changed(page, drawn, kSecond), 0);
  EXPECT_GT(Changed(page, VisOcr(page, TwoLines(), 0.4F), kSecond), 0) << "the threshold itself";
}

TEST(VisOcr, KeepsTheNumbersOfTheResult) {
  OCRResult second_only = TwoLines();
  second_only.rec_scores[0] = 0.1F;
  const cv::Mat page = GrayPage();
  const cv::Mat alone = VisOcr(page, second_only, 0.3F);
  const cv::Mat both = VisOcr(page, second_only);
  EXPECT_EQ(Changed(alone, both, kSecond), 0) << "line 2 stays number 2 without line 1";
}

TEST(VisOcr, ReturnsACopyIfThereIsNothingToDraw) {
  const cv::Mat page = GrayPage();
  const cv::Mat drawn = VisOcr(page, OCRResult());
  EXPECT_EQ(Changed(page, drawn, {0, 0, 400, 200}), 0);
  EXPECT_NE(drawn.data, page.data);
}

TEST(VisOcr, DrawsBoxesWithoutText) {
  OCRResult result = TwoLines();
  result.text.clear();
  result.rec_scores.clear();
  EXPECT_GT(Changed(GrayPage(), VisOcr(GrayPage(), result, 0.99F), kSecond), 0);
}

TEST(VisOcr, SurvivesDegenerateBoxes) {
  OCRResult result;
  result.boxes = {{0, 0, 0, 0, 0, 0, 0, 0},
                  {-50, -50, 4000, -50, 4000, 4000, -50, 4000},
                  {399, 199, 399, 199, 399, 199, 399, 199},
                  {1 << 20, 1 << 20, -(1 << 20), 5, 7, 1 << 20, 9, -(1 << 20)}};
  result.text = {"a", "bc", "", "def"};
  result.rec_scores = {1, 1, 1, 1};
  EXPECT_NO_THROW((void)VisOcr(GrayPage(), result));
  EXPECT_NO_THROW((void)VisOcr(cv::Mat(1, 1, CV_8UC3, cv::Scalar()), result));
  if (const std::string font = AnyFont(); !font.empty()) {
    EXPECT_NO_THROW((void)VisOcr(GrayPage(), result, font));
  }
}

TEST(VisOcr, RefusesInvalidArguments) {
  EXPECT_EQ(testing::ThrownBy([] { (void)VisOcr(cv::Mat(), TwoLines()); }).Kind(),
            ErrorKind::kInvalidArgument);
  const cv::Mat gray(200, 400, CV_8UC1, cv::Scalar(128));
  EXPECT_EQ(testing::ThrownBy([&] { (void)VisOcr(gray, TwoLines()); }).Kind(),
            ErrorKind::kInvalidArgument);
  OCRResult uneven = TwoLines();
  uneven.rec_scores.pop_back();
  EXPECT_THAT(testing::ThrownBy([&] { (void)VisOcr(GrayPage(), uneven); }).what(),
              HasSubstr("2 boxes, 2 texts and 1 scores"));
  OCRResult far = TwoLines();
  far.boxes[1][4] = 1 << 30;
  EXPECT_THAT(testing::ThrownBy([&] { (void)VisOcr(GrayPage(), far); }).what(),
              HasSubstr("box 1 has a coordinate of 1073741824"));
}

TEST(VisOcr, WritesTheTextBesideThePage) {
  const std::string font = AnyFont();
  if (font.empty()) GTEST_SKIP() << "needs DejaVuSans.ttf (Debian: fonts-dejavu-core)";
  const cv::Mat page = GrayPage();
  OCRResult result = TwoLines();
  result.text[0] = "äΩЖ";
  const cv::Mat both = VisOcr(page, result, font, 0.5F);
  ASSERT_EQ(both.size(), cv::Size(800, 200));
  EXPECT_EQ(Changed(VisOcr(page, result, 0.5F), both.colRange(0, 400), {0, 0, 400, 200}), 0);
  const cv::Mat right = both.colRange(400, 800);
  const cv::Mat white(page.size(), CV_8UC3, cv::Scalar::all(255));
  EXPECT_GT(Changed(white, right, {65, 25, 290, 30}), 0) << "text inside the box";
  EXPECT_EQ(Changed(white, right, {0, 80, 400, 120}), 0) << "below the threshold";
  result.text[0] = "äΩX";
  EXPECT_GT(Changed(right, VisOcr(page, result, font, 0.5F).colRange(400, 800), kFirst), 0)
      << "another letter looks different";
}

TEST(VisOcr, KeepsTextInsideItsBox) {
  const std::string font = AnyFont();
  if (font.empty()) GTEST_SKIP() << "needs DejaVuSans.ttf (Debian: fonts-dejavu-core)";
  OCRResult result;
  result.boxes = {{100, 60, 160, 60, 160, 90, 100, 90}, {300, 20, 330, 20, 330, 180, 300, 180}};
  result.text = {"far too long for a box of sixty pixels", "down the page"};
  result.rec_scores = {1, 1};
  const cv::Mat right = VisOcr(GrayPage(), result, font).colRange(400, 800);
  const cv::Mat white(right.size(), CV_8UC3, cv::Scalar::all(255));
  cv::Mat outside = white.clone();
  right.copyTo(outside);
  outside(cv::Rect(98, 58, 65, 35)).setTo(cv::Scalar::all(255));
  outside(cv::Rect(298, 18, 35, 165)).setTo(cv::Scalar::all(255));
  EXPECT_EQ(Changed(white, outside, {0, 0, 400, 200}), 0);
  // Letters that run down the page fill the box from end to end.
  EXPECT_GT(Changed(white, right, {303, 25, 24, 40}), 0);
  EXPECT_GT(Changed(white, right, {303, 110, 24, 20}), 0);
}

TEST(VisOcr, RefusesInvalidFonts) {
  const testing::TemporaryFolder folder;
  const Error missing =
      testing::ThrownBy([&] { (void)VisOcr(GrayPage(), TwoLines(), folder.Path("none.ttf")); });
  EXPECT_EQ(missing.Kind(), ErrorKind::kNotFound);
  EXPECT_THAT(missing.what(), HasSubstr("none.ttf"));
  const std::string text = folder.Write("text.ttf", "this is not a font");
  const Error invalid = testing::ThrownBy([&] { (void)VisOcr(GrayPage(), TwoLines(), text); });
  EXPECT_EQ(invalid.Kind(), ErrorKind::kInvalidFile);
  EXPECT_THAT(invalid.what(), HasSubstr("text.ttf"));
  EXPECT_EQ(testing::ThrownBy([&] { (void)VisOcr(GrayPage(), {}, folder.Path("")); }).Kind(),
            ErrorKind::kNotFound);
}

}  // namespace
}  // namespace fastdeploy::vision
