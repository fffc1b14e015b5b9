// SPDX-License-Identifier: Apache-2.0
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <random>

#include "fastdeploy/vision/ocr/crop.h"
#include "fastdeploy/vision/ocr/db_boxes.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/dictionary.h"
#include "fastdeploy/vision/ocr/internal/ctc.h"
#include "fastdeploy/vision/ocr/recognizer.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::ocr {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ArgMax, IsTheFirstMaximum) {
  std::mt19937 random(7);
  for (size_t size = 1; size < 200; ++size) {
    std::vector<float> values(size);
    for (float& value : values) value = float(random() % 20);
    EXPECT_EQ(ArgMax(values),
              size_t(std::max_element(values.begin(), values.end()) - values.begin()));
  }
}

TEST(Ctc, DropsBlanksAndRepeats) {
  const std::vector<std::string> classes = {"", "a", "b", " "};
  const std::vector<int> best = {1, 1, 0, 1, 2, 2, 3, 0, 0};
  std::vector<float> probabilities(best.size() * 4, 0.1F);
  for (size_t step = 0; step < best.size(); ++step) {
    probabilities[step * 4 + size_t(best[step])] = 0.5F + 0.05F * float(step);
  }
  const DecodedText decoded = DecodeCtc(probabilities, classes);
  EXPECT_EQ(decoded.text, "aab ");
  EXPECT_NEAR(decoded.score, (0.5 + 0.65 + 0.7 + 0.8) / 4, 1e-6);  // steps 0, 3, 4, 6
  EXPECT_EQ(DecodeCtc({}, classes).score, 0);
}

TEST(Dictionary, CountsBlankAndSpace) {
  const auto dictionary = Dictionary::FromLines("a\r\nb\n", "test");
  EXPECT_THAT(dictionary.ClassesOf(4), ElementsAre("", "a", "b", " "));
  EXPECT_THAT(dictionary.ClassesOf(3), ElementsAre("", "a", "b"));
  EXPECT_THAT(ThrownBy([&] { (void)dictionary.ClassesOf(7); }).what(),
              HasSubstr("'test' has 2 characters, but the model has 7 classes: it needs 5"));
  EXPECT_THAT(Dictionary::FromLines("blank\na\nb", "test").ClassesOf(4),
              ElementsAre("", "a", "b", " "));
}

TEST(SortBoxes, ReadsLinesFromTheLeft) {
  std::vector<std::array<int, 8>> boxes;
  for (const auto& [x, y] : {std::pair{50, 104}, {10, 100}, {30, 98}, {5, 200}, {90, 20}}) {
    boxes.push_back({x, y, x + 9, y, x + 9, y + 9, x, y + 9});
  }
  SortBoxes(&boxes);
  std::vector<int> xs;
  for (const auto& box : boxes) xs.push_back(box[0]);
  EXPECT_THAT(xs, ElementsAre(90, 10, 30, 50, 5));
}

TEST(CropBox, LevelsAndRotates) {
  const cv::Mat image = fastdeploy::testing::MakePicture(100, 120);
  const cv::Mat level = CropBox(image, {10, 20, 70, 20, 70, 50, 10, 50});
  EXPECT_EQ(level.size(), cv::Size(60, 30));
  EXPECT_EQ(cv::norm(level, image(cv::Rect(10, 20, 60, 30)), cv::NORM_INF), 0);
  const cv::Mat upright = CropBox(image, {10, 20, 30, 20, 30, 80, 10, 80});
  EXPECT_EQ(upright.size(), cv::Size(60, 20));  // rotated by 90 degrees
  EXPECT_EQ(CropBox(image, {-5, -5, 40, -5, 40, 10, -5, 10}).size(), cv::Size(45, 15));
  EXPECT_THROW((void)CropBox(image, {3, 3, 3, 3, 3, 3, 3, 3}), Error);
}

/// A probability map with a rotated bar of this value.
cv::Mat MapWithBar(const cv::RotatedRect& bar, float value) {
  cv::Mat map = cv::Mat::zeros(160, 240, CV_32F);
  std::array<cv::Point2f, 4> corners;
  bar.points(corners.data());
  const std::vector<cv::Point> polygon(corners.begin(), corners.end());
  cv::fillPoly(map, std::vector<std::vector<cv::Point>>{polygon}, cv::Scalar(value));
  return map;
}

TEST(FindBoxes, GrowsABarAndScalesIt) {
  const cv::Mat map = MapWithBar({{120, 80}, {100, 20}, 0}, 0.9F);
  const auto boxes = FindBoxes(map, {}, {480, 320});  // the image is twice as large
  ASSERT_EQ(boxes.size(), 1U);
  // A bar of 101 x 21 grows by area * 1.5 / perimeter = 12.5 on every side.
  EXPECT_NEAR(boxes[0][0].x, 2 * (70 - 12), 3);
  EXPECT_NEAR(boxes[0][0].y, 2 * (70 - 12), 3);
  EXPECT_NEAR(boxes[0][2].x, 2 * (170 + 12), 3);
  EXPECT_NEAR(boxes[0][2].y, 2 * (90 + 12), 3);
}

TEST(FindBoxes, OrdersCornersOfRotatedBars) {
  for (const float degrees : {-40.0F, -10.0F, 5.0F, 30.0F}) {
    const auto boxes = FindBoxes(MapWithBar({{120, 80}, {90, 16}, degrees}, 0.9F), {}, {240, 160});
    ASSERT_EQ(boxes.size(), 1U);
    EXPECT_LT(boxes[0][0].x, boxes[0][1].x);  // top-left before top-right
    EXPECT_LT(boxes[0][0].y, boxes[0][3].y);  // and above bottom-left
  }
}

TEST(FindBoxes, DropsSmallAndFaintBarsAndTooMany) {
  DBSettings settings;
  EXPECT_TRUE(FindBoxes(MapWithBar({{120, 80}, {100, 20}, 0}, 0.5F), settings, {240, 160}).empty());
  EXPECT_TRUE(FindBoxes(MapWithBar({{120, 80}, {2, 2}, 0}, 0.9F), settings, {240, 160}).empty());
  EXPECT_TRUE(FindBoxes(cv::Mat::zeros(32, 32, CV_32F), settings, {32, 32}).empty());
  settings.max_candidates = 0;
  EXPECT_TRUE(FindBoxes(MapWithBar({{120, 80}, {100, 20}, 0}, 0.9F), settings, {240, 160}).empty());
}

TEST(FindBoxes, StaysInsideTheImageWhateverTheMap) {
  std::mt19937 random(11);
  for (int round = 0; round < 60; ++round) {
    cv::Mat map(32 + int(random() % 100), 32 + int(random() % 100), CV_32F);
    cv::RNG rng(round);
    rng.fill(map, cv::RNG::UNIFORM, -0.5, 1.5);
    if (round % 2 == 0) cv::blur(map, map, {7, 3});
    const cv::Size image(1 + int(random() % 300), 1 + int(random() % 300));
    for (const bool slow : {false, true}) {
      const DBSettings settings = {.box_thresh = 0.1F, .slow_score = slow, .use_dilation = slow};
      for (const Quad& quad : FindBoxes(map, settings, image)) {
        for (const cv::Point& corner : quad) {
          EXPECT_TRUE(cv::Rect({0, 0}, image).contains(corner));
        }
      }
    }
  }
}

TEST(DetectorPreprocessor, LimitsSidesToMultiplesOf32) {
  const auto shape = [](const DBDetectorPreprocessor& preprocessor, int height, int width) {
    const cv::Mat image(height, width, CV_8UC3, cv::Scalar::all(1));
    DBDetectorPreprocessor::Scratch scratch;
    std::vector<FDTensor> outputs;
    preprocessor.Process(std::span(&image, 1), &scratch, &outputs);
    return std::pair(outputs[0].shape[2], outputs[0].shape[3]);
  };
  DBDetectorPreprocessor preprocessor;
  EXPECT_EQ(shape(preprocessor, 100, 200), std::pair(int64_t{96}, int64_t{192}));
  EXPECT_EQ(shape(preprocessor, 3300, 2550), std::pair(int64_t{960}, int64_t{736}));
  EXPECT_EQ(shape(preprocessor, 1, 1), std::pair(int64_t{32}, int64_t{32}));
  // 80 / 32 = 2.5 is rounded to even, as in Python.
  EXPECT_EQ(shape(preprocessor, 80, 112), std::pair(int64_t{64}, int64_t{128}));
  preprocessor.SetMaxSideLen(320);
  EXPECT_EQ(shape(preprocessor, 640, 640), std::pair(int64_t{320}, int64_t{320}));
  preprocessor.SetStaticShapeInfer(true);
  preprocessor.SetDetImageShape({3, 96, 64});
  EXPECT_EQ(shape(preprocessor, 640, 640), std::pair(int64_t{96}, int64_t{64}));
}

TEST(DetectorPreprocessor, PadsABatchOfSeveralSizes) {
  std::vector<FDMat> images = {cv::Mat(64, 32, CV_8UC3, cv::Scalar::all(255)),
                               cv::Mat(32, 96, CV_8UC3, cv::Scalar::all(255))};
  DBDetectorPreprocessor preprocessor;
  std::vector<FDTensor> outputs;
  ASSERT_TRUE(preprocessor.Run(&images, &outputs));
  EXPECT_EQ(outputs[0].shape, (std::vector<int64_t>{2, 3, 64, 96}));
  EXPECT_EQ((*preprocessor.GetBatchImgInfo())[1], (std::array<int, 4>{96, 32, 96, 32}));
  const auto values = outputs[0].As<float>();
  EXPECT_NEAR(values[31], (1 - 0.485) / 0.229, 1e-5);
  EXPECT_NEAR(values[32], (0 - 0.485) / 0.229, 1e-5);  // padded with black
}

TEST(RecognizerPreprocessor, PadsToTheWidestLine) {
  const std::vector<cv::Mat> images = {cv::Mat(24, 240, CV_8UC3, cv::Scalar::all(255)),
                                       cv::Mat(48, 100, CV_8UC3, cv::Scalar::all(255))};
  RecognizerPreprocessor preprocessor;
  RecognizerPreprocessor::Scratch scratch;
  std::vector<FDTensor> outputs;
  preprocessor.Process(images, &scratch, &outputs);
  EXPECT_EQ(outputs[0].shape, (std::vector<int64_t>{2, 3, 48, 480}));
  const auto second = outputs[0].As<float>().subspan(3 * 48 * 480);
  EXPECT_NEAR(second[99], 1, 1e-6);  // (255 / 255 - 0.5) / 0.5
  EXPECT_EQ(second[100], 0);         // padding is not normalised
  preprocessor.SetStaticShapeInfer(true);
  preprocessor.Process(images, &scratch, &outputs);
  EXPECT_EQ(outputs[0].shape[3], 320);
}

TEST(Settings, RefuseInvalidValues) {
  DBDetectorPostprocessor post;
  EXPECT_THROW(post.SetDetDBScoreMode("middling"), Error);
  post.SetDetDBScoreMode("slow");
  EXPECT_EQ(post.GetDetDBScoreMode(), "slow");
  DBDetectorPreprocessor pre;
  EXPECT_THROW(pre.SetNormalize({1}, {1}, true), Error);
  EXPECT_THROW(pre.SetNormalize({0, 0, 0}, {1, 0, 1}, true), Error);
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
