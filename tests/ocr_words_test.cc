// SPDX-License-Identifier: Apache-2.0
//
// The words of pages, and pages that are turned.

#include <algorithm>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using pipeline::PPOCR;
using testing::Golden;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ReadPicture;
using vision::OCRResult;
using vision::classification::PaddleClasModel;

using Box = std::array<int, 8>;

Box Corners(const json& corners) {
  Box box;
  for (size_t i = 0; i < 8; ++i) box[i] = static_cast<int>(corners[i / 2][i % 2].get<double>());
  return box;
}

/// Of left, top, right, bottom.
Box Rectangle(const json& sides) {
  return {sides[0], sides[1], sides[2], sides[1], sides[2], sides[3], sides[0], sides[3]};
}

int Farthest(const Box& a, const Box& b) {
  int farthest = 0;
  for (size_t i = 0; i < 8; ++i) farthest = std::max(farthest, std::abs(a[i] - b[i]));
  return farthest;
}

/// By how much the sides of a box are off the vertical and the horizontal. PaddleX's boxes of words
/// do not follow a slanted line.
int SlantOf(const Box& box) {
  return std::max({std::abs(box[1] - box[3]), std::abs(box[5] - box[7]), std::abs(box[0] - box[6]),
                   std::abs(box[2] - box[4])});
}

PPOCR LoadWithWords(const std::string& name) {
  auto ocr = PPOCR::Load(ModelPath(name), {}, false);
  ocr.SetReturnWordBox(true);
  auto& preprocessor = ocr.GetDetector().GetPreprocessor();
  preprocessor.SetLimitType("min");
  preprocessor.SetLimitSideLen(64);
  return ocr;
}

class WordsGolden : public ::testing::TestWithParam<std::string> {};

TEST_P(WordsGolden, AreThoseOfPaddleX) {
  const json golden = Golden(GetParam());
  PPOCR ocr = LoadWithWords(golden["models"]);
  ocr.SetRecBatchSize(6);  // the width of the tensor moves the steps at which characters are read
  const OCRResult result = ocr.Predict(ReadPicture(golden["image"]));
  const json& lines = golden["lines"];
  ASSERT_EQ(result.text.size(), lines.size());
  ASSERT_EQ(result.words.size(), lines.size());
  size_t equal = 0;
  size_t all = 0;
  size_t otherwise = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    SCOPED_TRACE("line " + std::to_string(i));
    const Box line = Corners(lines[i]["box"]);
    EXPECT_LE(Farthest(result.boxes[i], line), 2);
    // PaddleX cuts slanted lines out by a rectangle around their box: a few are read otherwise.
    if (SlantOf(line) > 0 && result.text[i] != lines[i]["text"].get<std::string>()) {
      ++otherwise;
      continue;
    }
    EXPECT_EQ(result.text[i], lines[i]["text"].get<std::string>());
    EXPECT_EQ(result.words[i], lines[i]["words"].get<std::vector<std::string>>());
    ASSERT_EQ(result.word_boxes[i].size(), lines[i]["word_boxes"].size());
    for (size_t word = 0; word < result.word_boxes[i].size(); ++word) {
      const Box wanted = Rectangle(lines[i]["word_boxes"][word]);
      const int off = Farthest(result.word_boxes[i][word], wanted);
      // No more than a step of the network, which is a sixth of the height.
      EXPECT_LE(off, 2 + (line[7] - line[1]) / 6 + SlantOf(line)) << result.words[i][word];
      equal += off == 0 ? 1 : 0;
      ++all;
    }
  }
  RecordProperty("equal", std::to_string(equal) + " of " + std::to_string(all));
  RecordProperty("otherwise", std::to_string(otherwise) + " of " + std::to_string(lines.size()));
  EXPECT_LE(otherwise, 1 + lines.size() / 20);
  EXPECT_GT(all, 15U);
}

std::vector<std::string> Pages() {
  auto names = testing::GoldenNames("words");
  std::erase(names, "words/made.json");
  return names;
}

INSTANTIATE_TEST_SUITE_P(Pages, WordsGolden, ::testing::ValuesIn(Pages()),
                         [](const auto& row) { return testing::TestName(row.param); });

TEST(OcrWords, CostNothingUnlessAskedFor) {
  auto plain = PPOCR::Load(ModelPath("ppocrv6-small"), {}, false);
  PPOCR asked = LoadWithWords("ppocrv6-small");
  const cv::Mat page = ReadPicture("page.png");
  const OCRResult without = plain.Predict(page);
  OCRResult with = asked.Predict(page);
  EXPECT_TRUE(without.words.empty());
  for (size_t i = 0; i < with.text.size(); ++i) {
    std::string together;
    for (const std::string& word : with.words[i]) together += word;
    EXPECT_EQ(together, with.text[i]);
  }
  EXPECT_THAT(ToJson(with), HasSubstr("\"word_boxes\":[[["));
  with.words.clear();
  with.word_boxes.clear();
  EXPECT_EQ(with, without);
  EXPECT_EQ(ToJson(with), ToJson(without));
  EXPECT_TRUE(asked.Clone()->GetReturnWordBox());
}

/// Whether there is a word that hardly has any ink, though it is more than punctuation.
bool SomeWordIsEmpty(const cv::Mat& page, const OCRResult& result) {
  cv::Mat grey;
  cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
  for (size_t i = 0; i < result.words.size(); ++i) {
    for (size_t word = 0; word < result.words[i].size(); ++word) {
      if (result.words[i][word].size() < 4) continue;
      std::vector<cv::Point> corners;
      for (size_t k = 0; k < 8; k += 2) {
        corners.emplace_back(result.word_boxes[i][word][k], result.word_boxes[i][word][k + 1]);
      }
      cv::Mat mask = cv::Mat::zeros(grey.size(), CV_8U);
      cv::fillConvexPoly(mask, corners, cv::Scalar(255));
      double darkest = 255;
      cv::minMaxLoc(grey, &darkest, nullptr, nullptr, nullptr, mask);
      if (darkest > 128) return true;
    }
  }
  return false;
}

TEST(OcrWords, FollowLinesThatAreTurned) {
  auto ocr = PPOCR::Load(ModelPath("ppocrv4"));  // has an angle classifier
  ocr.SetReturnWordBox(true);
  cv::Mat page;
  cv::resize(ReadPicture("page.png"), page, {}, 2, 2, cv::INTER_CUBIC);
  const OCRResult upright = ocr.Predict(page);
  cv::Mat turned;
  cv::rotate(page, turned, cv::ROTATE_180);
  const OCRResult result = ocr.Predict(turned);
  ASSERT_FALSE(SomeWordIsEmpty(page, upright));
  EXPECT_FALSE(SomeWordIsEmpty(turned, result));
  // The first word of a line is at its right end here. Not every line is read the same way upside
  // down, and which ones are depends on the CPU.
  size_t same = 0;
  for (size_t i = 0; i < upright.text.size(); ++i) {
    const auto found = std::find(result.text.begin(), result.text.end(), upright.text[i]);
    if (upright.words[i].empty() || found == result.text.end()) continue;
    ++same;
    const auto line = static_cast<size_t>(found - result.text.begin());
    EXPECT_EQ(result.words[line], upright.words[i]);
    const Box& there = upright.word_boxes[i][0];
    const Box& here = result.word_boxes[line][0];
    EXPECT_NEAR(here[0], page.cols - there[2], 8) << upright.text[i];
    EXPECT_NEAR(here[1], page.rows - there[5], 8) << upright.text[i];
  }
  EXPECT_GE(same, upright.text.size() / 2);
}

class TurnedPage : public ::testing::TestWithParam<int> {};

TEST_P(TurnedPage, IsReadAsIfItWereUpright) {
  const auto classifier = PaddleClasModel::Load(ModelPath("doc-orientation"));
  PPOCR ocr = LoadWithWords("ppocrv6-small");
  const cv::Mat page = ReadPicture("page.png");
  const OCRResult upright = ocr.Predict(page);
  EXPECT_FALSE(upright.page_angle);
  ocr.SetDocOrientation(classifier);
  const std::map<int, int> codes = {
      {90, cv::ROTATE_90_CLOCKWISE}, {180, cv::ROTATE_180}, {270, cv::ROTATE_90_COUNTERCLOCKWISE}};
  cv::Mat turned = page;
  if (GetParam() != 0) cv::rotate(page, turned, codes.at(GetParam()));
  const OCRResult result = ocr.Clone()->Predict(turned);
  ASSERT_EQ(result.page_angle, GetParam());
  EXPECT_EQ(result.text, upright.text);
  EXPECT_EQ(result.rec_scores, upright.rec_scores);
  EXPECT_EQ(result.words, upright.words);
  // A point of the page as it is in the turned one.
  const auto there = [&](int x, int y) {
    if (GetParam() == 90) return cv::Point(page.rows - 1 - y, x);
    if (GetParam() == 180) return cv::Point(page.cols - 1 - x, page.rows - 1 - y);
    if (GetParam() == 270) return cv::Point(y, page.cols - 1 - x);
    return cv::Point(x, y);
  };
  const auto expect_turned = [&](const Box& box, const Box& of_upright) {
    for (size_t k = 0; k < 8; k += 2) {
      EXPECT_EQ(cv::Point(box[k], box[k + 1]), there(of_upright[k], of_upright[k + 1]));
    }
  };
  ASSERT_EQ(result.boxes.size(), upright.boxes.size());
  for (size_t i = 0; i < result.boxes.size(); ++i) {
    expect_turned(result.boxes[i], upright.boxes[i]);
    for (size_t word = 0; word < result.word_boxes[i].size(); ++word) {
      expect_turned(result.word_boxes[i][word], upright.word_boxes[i][word]);
    }
  }
  EXPECT_THAT(ToJson(result), HasSubstr("\"page_angle\":" + std::to_string(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Angles, TurnedPage, ::testing::Values(0, 90, 180, 270),
                         ::testing::PrintToStringParamName());

TEST(DocOrientation, NeedsTheFourAngles) {
  auto ocr = PPOCR::Load(ModelPath("ppocrv6-small"), {}, false);
  EXPECT_EQ(ocr.GetDocOrientation(), nullptr);
  auto classifier = PaddleClasModel::Load(ModelPath("doc-orientation"));
  const auto error = [&] {
    return std::string(testing::ThrownBy([&] { ocr.SetDocOrientation(classifier); }).what());
  };
  classifier.GetPostprocessor().SetLabels({});
  EXPECT_THAT(error(), HasSubstr("expected the classes 0, 90, 180 and 270, found classes without"));
  classifier.GetPostprocessor().SetLabels({"0", "90", "180", "cat"});
  EXPECT_THAT(error(), HasSubstr("found 0, 90, 180, cat"));
  EXPECT_EQ(ocr.GetDocOrientation(), nullptr);
  // In another order they are other classes.
  classifier.GetPostprocessor().SetLabels({"270", "180", "90", "0"});
  ocr.SetDocOrientation(classifier);
  EXPECT_EQ(ocr.Predict(ReadPicture("page.png")).page_angle, 270);
  ocr.GetDocOrientation()->GetPostprocessor().SetTopk(0);
  EXPECT_THAT(testing::ThrownBy([&] { (void)ocr.Predict(ReadPicture("page.png")); }).what(),
              HasSubstr("none of its four classes"));
}

}  // namespace
}  // namespace fastdeploy
