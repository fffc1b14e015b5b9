// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <random>

#include "fastdeploy/vision/ocr/classifier.h"
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

TEST(Dictionary, ReadsEveryKindOfTextFile) {
  const auto classes = [](std::string_view lines, size_t count) {
    return Dictionary::FromLines(lines, "test").ClassesOf(count);
  };
  EXPECT_THAT(classes("\xEF\xBB\xBF'\na\n", 4), ElementsAre("", "'", "a", " "));
  EXPECT_THAT(classes("\xEF\xBB\xBF'\r\na", 3), ElementsAre("", "'", "a"));
  EXPECT_THAT(classes("a\n\nb\n", 5), ElementsAre("", "a", "", "b", " "));
  // Empty lines at the end do not take the place of the space.
  EXPECT_THAT(classes("a\nb\n\n\n", 4), ElementsAre("", "a", "b", " "));
  EXPECT_THAT(classes("a\nb\n\n", 5), ElementsAre("", "a", "b", "", " "));
}

TEST(Dictionary, RefusesOtherEncodings) {
  const auto error = [](std::string_view lines) {
    return std::string(ThrownBy([&] { (void)Dictionary::FromLines(lines, "keys.txt"); }).what());
  };
  EXPECT_THAT(error("a\n\xD6\xD0\n"),  // GBK
              HasSubstr("'keys.txt': line 2 is not UTF-8: bytes D6 D0"));
  EXPECT_THAT(error(std::string_view("\xFF\xFE\x2D\x4E\x0A\x00", 6)), HasSubstr("UTF-16"));
  EXPECT_THAT(error(std::string(2000, 'a')), HasSubstr("longer than 1024 bytes"));
  EXPECT_THAT(error(std::string((16 << 20) + 1, '\n')), HasSubstr("at most 16777216 bytes"));
  EXPECT_EQ(Dictionary::FromLines("\xEF\xBF\xBD", "test").Size(), 1U);  // U+FFFD itself
  EXPECT_THAT(ThrownBy([&] { (void)Dictionary({"\xFF"}, "test"); }).what(), HasSubstr("UTF-8"));
  EXPECT_THAT(ThrownBy([&] {
                (void)Dictionary({"a", ""}, "test").ClassesOf(0, "'m'");
              }).what(),
              HasSubstr("2 characters (1 of them empty), but the model 'm' has 0 classes"));
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

TEST(CropBox, OfALevelBoxHasThePixelsOfTheImage) {
  const cv::Mat image = fastdeploy::testing::MakePicture(90, 160);
  const std::array<int, 8> level = {7, 20, 131, 20, 131, 43, 7, 43};
  const cv::Mat crop = CropBox(image, level);
  EXPECT_EQ(cv::norm(crop, image(cv::Rect(7, 20, 124, 23)), cv::NORM_INF), 0);
  const std::array<cv::Point2f, 4> from = {{{7, 20}, {131, 20}, {131, 43}, {7, 43}}};
  const std::array<cv::Point2f, 4> to = {{{0, 0}, {124, 0}, {124, 23}, {0, 23}}};
  cv::Mat warped;  // as PaddleOCR does
  cv::warpPerspective(image, warped, cv::getPerspectiveTransform(from.data(), to.data()), {124, 23},
                      cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  EXPECT_EQ(cv::norm(crop, warped, cv::NORM_INF), 0);
  EXPECT_EQ(CropBox(image, {150, 20, 170, 20, 170, 43, 150, 43}).size(), cv::Size(20, 23))
      << "beyond the image";
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

TEST(DetectorPreprocessor, FollowsTheTypeOfLimit) {
  const auto shape = [](const DBDetectorPreprocessor& preprocessor, int height, int width) {
    const cv::Mat image(height, width, CV_8UC3, cv::Scalar::all(1));
    DBDetectorPreprocessor::Scratch scratch;
    std::vector<FDTensor> outputs;
    preprocessor.Process(std::span(&image, 1), &scratch, &outputs);
    return std::pair(outputs[0].shape[2], outputs[0].shape[3]);
  };
  DBDetectorPreprocessor preprocessor;
  EXPECT_EQ(preprocessor.GetMaxSideLen(), 960);
  preprocessor.SetLimitType("min");
  preprocessor.SetLimitSideLen(64);
  EXPECT_EQ(preprocessor.GetMaxSideLen(), 4000);
  EXPECT_EQ(shape(preprocessor, 1440, 100), std::pair(int64_t{1440}, int64_t{96}));
  EXPECT_EQ(shape(preprocessor, 7200, 500), std::pair(int64_t{4000}, int64_t{288}));
  EXPECT_EQ(shape(preprocessor, 40, 80), std::pair(int64_t{64}, int64_t{128}));
  preprocessor.SetMaxSideLimit(640);
  EXPECT_EQ(shape(preprocessor, 1280, 320), std::pair(int64_t{640}, int64_t{160}));
  preprocessor.SetLimitType("resize_long");
  preprocessor.SetLimitSideLen(320);
  EXPECT_EQ(shape(preprocessor, 40, 80), std::pair(int64_t{160}, int64_t{320}));
  preprocessor.SetMaxSideLen(960);
  EXPECT_EQ(preprocessor.GetLimitType(), "max");
  preprocessor.SetStaticShapeInfer(true);
  preprocessor.SetDetImageShape({3, 64, -1});
  EXPECT_EQ(shape(preprocessor, 50, 100), std::pair(int64_t{64}, int64_t{128}));
}

/// A batch of one picture: the geometry that the preprocessor notes, and a map with a bar.
std::vector<std::array<int, 8>> BoxesOf(const DBDetectorPreprocessor& preprocessor,
                                        const cv::Mat& image, const cv::Rect& bar, int part = 1) {
  DBDetectorPreprocessor::Scratch scratch;
  std::vector<FDTensor> inputs;
  const auto geometry = preprocessor.Process(std::span(&image, 1), &scratch, &inputs);
  std::vector<FDTensor> outputs(1);
  const int64_t height = inputs[0].shape[2] / part;
  const int64_t width = inputs[0].shape[3] / part;
  outputs[0].Resize({1, 1, height, width}, FP32, "map");
  const auto values = outputs[0].As<float>();
  cv::Mat map(static_cast<int>(height), static_cast<int>(width), CV_32F, values.data());
  map.setTo(0);
  map(bar).setTo(1);
  const DBDetectorPostprocessor postprocessor;
  auto boxes = postprocessor.Process(outputs, geometry)[0].boxes;
  std::vector<std::vector<std::array<int, 8>>> by_infos;
  EXPECT_TRUE(postprocessor.Run(outputs, &by_infos, DBDetectorPreprocessor::InfosOf(geometry)) ||
              part > 1);
  if (part == 1) {
    EXPECT_EQ(by_infos[0], boxes);
  }
  return boxes;
}

TEST(DetectorPreprocessor, BringsPicturesToAFixedShapeAndBoxesBack) {
  DBDetectorPreprocessor preprocessor;
  preprocessor.SetStaticShapeInfer(true);
  preprocessor.SetKeepRatio(true);
  preprocessor.SetDetImageShape({3, 320, 320});
  const cv::Mat image(160, 80, CV_8UC3, cv::Scalar::all(9));  // enlarged twice, padded on the right
  const auto boxes = BoxesOf(preprocessor, image, {40, 100, 60, 20});
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_NEAR(boxes[0][0], (40 - 11) / 2.0, 2);
  EXPECT_NEAR(boxes[0][1], (100 - 11) / 2.0, 2);
  EXPECT_NEAR(boxes[0][4], (100 + 11) / 2.0, 2);
  EXPECT_NEAR(boxes[0][5], (120 + 11) / 2.0, 2);
  EXPECT_TRUE(BoxesOf(preprocessor, image, {200, 100, 60, 20}).empty()) << "in the padding";
  // A network whose map is smaller than its input.
  const auto halved = BoxesOf(preprocessor, image, {20, 50, 30, 10}, 2);
  ASSERT_EQ(halved.size(), 1U);
  EXPECT_NEAR(halved[0][0], (40 - 11) / 2.0, 3);
}

TEST(DetectorPreprocessor, PadsTinyPictures) {
  const DBDetectorPreprocessor preprocessor;
  const cv::Mat image(16, 40, CV_8UC3, cv::Scalar::all(255));
  DBDetectorPreprocessor::Scratch scratch;
  std::vector<FDTensor> inputs;
  preprocessor.Process(std::span(&image, 1), &scratch, &inputs);
  EXPECT_EQ(inputs[0].shape, (std::vector<int64_t>{1, 3, 32, 32}));  // 40 / 32 is rounded to 1
  const auto values = inputs[0].As<float>();
  EXPECT_NEAR(values[15 * 32], (1 - 0.485) / 0.229, 1e-5);
  EXPECT_NEAR(values[16 * 32], (0 - 0.485) / 0.229, 1e-5);  // black
  const auto boxes = BoxesOf(preprocessor, image, {8, 4, 12, 8});
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_LE(boxes[0][5], 15) << "inside the picture";
  EXPECT_NEAR(boxes[0][4], 27, 4);  // 20 + what boxes grow by, times 40 / 32
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

TEST(ClassifierPreprocessor, StretchesForPpOcrV5) {
  const auto preprocessor = ClassifierPreprocessor::Stretching();
  EXPECT_THAT(preprocessor.GetClsImageShape(), ElementsAre(3, 80, 160));
  const cv::Mat image(20, 300, CV_8UC3, cv::Scalar(0, 0, 255));  // red
  ClassifierPreprocessor::Scratch scratch;
  std::vector<FDTensor> outputs;
  preprocessor.Process(std::span(&image, 1), &scratch, &outputs);
  EXPECT_EQ(outputs[0].shape, (std::vector<int64_t>{1, 3, 80, 160}));
  const auto values = outputs[0].As<float>();
  EXPECT_NEAR(values[0], (1 - 0.485) / 0.229, 1e-5);  // RGB
  EXPECT_NEAR(values[80 * 160 - 1], (1 - 0.485) / 0.229, 1e-5);
  EXPECT_NEAR(values[80 * 160], (0 - 0.456) / 0.224, 1e-5);
  ClassifierPreprocessor smaller = preprocessor;
  smaller.SetClsImageShape({3, 40, 60});
  smaller.Process(std::span(&image, 1), &scratch, &outputs);
  EXPECT_EQ(outputs[0].shape, (std::vector<int64_t>{1, 3, 40, 60}));
  EXPECT_THROW((void)ClassifierPreprocessor::FromSteps({}), Error);
}

TEST(Outputs, OfAnotherShapeOrTypeAreErrors) {
  std::vector<FDTensor> outputs(1);
  const auto expect_errors = [&](const auto& postprocessor, size_t images) {
    EXPECT_THAT(ThrownBy([&] {
                  (void)postprocessor.Process(outputs, std::vector<Geometry>(images));
                }).what(),
                HasSubstr("output 'out'"))
        << ShapeString(outputs[0].shape);
  };
  const RecognizerPostprocessor text(Dictionary({"a"}, "test"));
  for (const std::vector<int64_t>& shape : {std::vector<int64_t>{1, 0},
                                            {0},
                                            {},
                                            {1, 0, 0},
                                            {0, 5, 3},
                                            {1, 1, 0, 8},
                                            {1, 2, 3, 4},
                                            {2, 1, 0, 0},
                                            {3, 2},
                                            {3, 1, 8, 8},
                                            {3, 4, 3}}) {
    outputs[0].Resize(shape, FP32, "out");
    std::ranges::fill(outputs[0].As<float>(), 0.0F);
    expect_errors(ClassifierPostprocessor(), 1);
    expect_errors(DBDetectorPostprocessor(), 1);
    expect_errors(text, 1);
    std::vector<int32_t> labels;
    std::vector<float> scores;
    std::vector<std::string> texts;
    // 1.x's calls take the number of images from the output.
    if (shape.size() < 2 || shape[0] == 0 || shape[1] == 0) {
      EXPECT_FALSE(ClassifierPostprocessor().Run(outputs, &labels, &scores));
      EXPECT_FALSE(text.Run(outputs, &texts, &scores));
    }
  }
  outputs[0].Resize({1, 2}, INT64, "out");
  expect_errors(ClassifierPostprocessor(), 1);
  outputs[0].Resize({1, 1, 4, 4}, FP64, "out");
  expect_errors(DBDetectorPostprocessor(), 1);
  outputs[0].Resize({1, 4, 3}, INT32, "out");
  expect_errors(text, 1);
  outputs.clear();
  EXPECT_THROW((void)text.Process(outputs, 1), Error);
}

TEST(Settings, RefuseInvalidValues) {
  DBDetectorPostprocessor post;
  EXPECT_THROW(post.SetDetDBUnclipRatio(1e9), Error);
  EXPECT_THROW(post.SetDetDBUnclipRatio(std::nan("")), Error);
  EXPECT_THROW((void)FindBoxes(cv::Mat::ones(32, 32, CV_32F), {.unclip_ratio = -1}, {32, 32}),
               Error);
  EXPECT_THROW(RecognizerPostprocessor().SetTextOrder("backwards"), Error);
  EXPECT_THROW(post.SetDetDBScoreMode("middling"), Error);
  post.SetDetDBScoreMode("slow");
  EXPECT_EQ(post.GetDetDBScoreMode(), "slow");
  DBDetectorPreprocessor pre;
  EXPECT_THROW(pre.SetLimitType("most"), Error);
  EXPECT_THROW(pre.SetLimitSideLen(0), Error);
  EXPECT_THROW(pre.SetMaxSideLen(-1), Error);
  EXPECT_THROW(pre.SetMaxSideLimit(1 << 20), Error);
  EXPECT_THROW(pre.SetNormalize({1}, {1}, true), Error);
  EXPECT_THROW(pre.SetNormalize({0, 0, 0}, {1, 0, 1}, true), Error);
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
