// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/words.h"

#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/ocr/crop.h"
#include "fastdeploy/vision/ocr/recognizer.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::ocr {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

/// The words of a line of one step and 10 pixels a character.
std::vector<Word> Words(const std::vector<std::string>& characters) {
  std::vector<DecodedCharacter> decoded;
  for (size_t i = 0; i < characters.size(); ++i) decoded.push_back({i, i});
  const auto steps = static_cast<double>(characters.size());
  return WordsOf(decoded, characters, {steps, static_cast<int>(10 * steps)});
}

std::vector<std::string> Texts(const std::vector<std::string>& characters) {
  std::vector<std::string> texts;
  for (const Word& word : Words(characters)) texts.push_back(word.text);
  return texts;
}

TEST(Words, AreLettersIdeographsAndOthers) {
  EXPECT_THAT(Words({"a", "b", ",", " ", "c"}),
              ElementsAre(Word{"ab", 0, 20}, Word{", ", 20, 40}, Word{"c", 40, 50}));
  EXPECT_THAT(Texts({"中", "文", "a", "1", "。"}), ElementsAre("中", "文", "a1", "。"));
  EXPECT_THAT(Texts({"1", ".", "5", ".", "a", "-", "b", "-"}), ElementsAre("1.5", ".", "a-b-"));
  EXPECT_THAT(Texts({"-", "5"}), ElementsAre("-", "5"));
  EXPECT_THAT(Words({}), IsEmpty());
}

TEST(Words, KnowLettersOfAllScripts) {
  EXPECT_THAT(Texts({"d", "é", "j", "à", " ", "у", "ж", "_", "ا", "ب"}),
              ElementsAre("déjà", " ", "уж", "_", "اب"));
  EXPECT_THAT(Texts({"a", "\u0301", "b"}), ElementsAre("a\u0301b"));
}

TEST(Words, LeaveOutCharactersWithoutText) {
  EXPECT_THAT(Words({"a", "", "b"}), ElementsAre(Word{"ab", 0, 30}));
}

TEST(Words, StepsAreThoseOnTheLine) {
  const auto line = [](cv::Size size, cv::Size tensor) {
    Geometry geometry(size);
    geometry.NoteCanvas(size, tensor, {0, 0});
    return geometry;
  };
  const auto counts = [&](std::initializer_list<cv::Size> lines, cv::Size tensor) {
    std::vector<Geometry> geometry;
    for (const cv::Size& size : lines) geometry.push_back(line(size, tensor));
    std::vector<double> found;
    for (const LineSteps& one : StepsOf(geometry, 40)) found.push_back(one.count);
    return found;
  };
  // Of the usual width, as wide as the widest, and squeezed to a fixed width.
  EXPECT_THAT(counts({{160, 48}, {80, 48}}, {320, 48}), ElementsAre(20, 10));
  EXPECT_THAT(counts({{80, 10}, {40, 10}}, {384, 48}), ElementsAre(40, 20));
  EXPECT_THAT(counts({{960, 48}, {160, 48}}, {320, 48}), ElementsAre(40, 20));
  Geometry stretched({80, 48});
  stretched.NoteScaling({80, 48}, {256, 64}, {3.2F, 64 / 48.0F});
  EXPECT_EQ(StepsOf(std::span(&stretched, 1), 40)[0].count, 40);
}

/// Where a box lies along its line.
std::array<int, 2> Along(const std::array<int, 8>& box, bool vertical) {
  return vertical ? std::array{box[1], box[5]} : std::array{box[0], box[2]};
}

TEST(Words, EqualPaddleX) {
  const auto golden = fastdeploy::testing::Golden("words/made.json");
  std::vector<std::string> classes = {""};
  for (const std::string character : golden["characters"]) classes.push_back(character);
  classes.emplace_back(" ");
  size_t words_compared = 0;
  for (const auto& expected : golden["lines"]) {
    const std::vector<size_t> best = expected["steps"];
    std::vector<float> probabilities(best.size() * classes.size());
    for (size_t i = 0; i < best.size(); ++i) probabilities[i * classes.size() + best[i]] = 1;
    std::vector<DecodedCharacter> characters;
    (void)DecodeCtc(probabilities, classes, &characters);
    const int width = expected["size"][0];
    const int height = expected["size"][1];
    const bool vertical = height > width;
    const int length = std::max(width, height);
    const double ratio = double(length) / std::min(width, height);
    const double count =
        static_cast<double>(best.size()) * (ratio / expected["widest"].get<double>());
    const auto words = WordsOf(characters, classes, {count, length});
    std::vector<std::string> texts;
    std::vector<std::array<int, 2>> places;
    const std::array<int, 8> box = {0, 0, width, 0, width, height, 0, height};
    for (const Word& word : words) {
      texts.push_back(word.text);
      places.push_back(Along(PartOfBox(box, word.start, word.end, false), vertical));
    }
    EXPECT_THAT(texts, ElementsAreArray(expected["words"].get<std::vector<std::string>>()));
    std::vector<std::array<int, 2>> wanted;
    for (const auto& sides : expected["boxes"]) {  // left, top, right, bottom
      const int start = sides[vertical ? 1 : 0];
      const int end = sides[vertical ? 3 : 2];
      wanted.push_back(
          {std::min(start, length), std::min(end, length)});  // PaddleX's may be longer
    }
    EXPECT_THAT(places, ElementsAreArray(wanted)) << expected;
    words_compared += wanted.size();
  }
  EXPECT_GT(words_compared, 250U);
}

TEST(PartOfBox, LiesInTheBox) {
  EXPECT_THAT(PartOfBox({10, 20, 110, 20, 110, 40, 10, 40}, 30, 50, false),
              ElementsAre(40, 20, 60, 20, 60, 40, 40, 40));
  EXPECT_THAT(PartOfBox({10, 20, 110, 20, 110, 40, 10, 40}, 30, 50, true),
              ElementsAre(60, 20, 80, 20, 80, 40, 60, 40));
  // A column: the crop is rotated.
  EXPECT_THAT(PartOfBox({10, 20, 30, 20, 30, 120, 10, 120}, 30, 50, false),
              ElementsAre(10, 50, 30, 50, 30, 70, 10, 70));
  // Slanted by 45 degrees: 141 columns.
  EXPECT_THAT(PartOfBox({100, 0, 200, 100, 180, 120, 80, 20}, 0, 141, false),
              ElementsAre(100, 0, 200, 100, 180, 120, 80, 20));
  const auto half = PartOfBox({100, 0, 200, 100, 180, 120, 80, 20}, 0, 70, false);
  EXPECT_NEAR(half[2], 150, 1);
  EXPECT_NEAR(half[3], 50, 1);
  EXPECT_THROW((void)PartOfBox({3, 3, 3, 3, 3, 3, 3, 3}, 0, 1, false), Error);
}

TEST(PartOfBox, HoldsTheColumnsOfTheCrop) {
  cv::Mat image = cv::Mat::zeros(200, 300, CV_8UC3);
  const std::array<int, 8> box = {40, 30, 240, 70, 232, 110, 32, 70};
  const auto part = PartOfBox(box, 50, 90, false);
  std::vector<cv::Point> corners;
  for (size_t i = 0; i < 8; i += 2) corners.emplace_back(part[i], part[i + 1]);
  cv::fillConvexPoly(image, corners, cv::Scalar(255, 255, 255));
  const cv::Mat crop = CropBox(image, box);
  EXPECT_GT(cv::mean(crop.colRange(53, 87))[0], 250);
  EXPECT_LT(cv::mean(crop.colRange(0, 46))[0], 5);
  EXPECT_LT(cv::mean(crop.colRange(94, crop.cols))[0], 5);
}

TEST(RecognizerPostprocessor, GivesWordsIfAsked) {
  RecognizerPostprocessor postprocessor(Dictionary::FromLines("a\nb\n", "test"));
  std::vector<FDTensor> outputs(1);
  outputs[0].Resize({1, 4, 4}, FP32);
  const std::array<size_t, 4> best = {1, 3, 2, 0};  // "a b"
  for (float& value : outputs[0].As<float>()) value = 0;
  for (size_t i = 0; i < best.size(); ++i) outputs[0].As<float>()[i * 4 + best[i]] = 1;
  Geometry line({80, 12});
  line.NoteCanvas({80, 12}, {320, 48}, {0, 0});
  const OCRResult plain = postprocessor.Process(outputs, {line})[0];
  EXPECT_TRUE(plain.words.empty());
  postprocessor.SetReturnWordBox(true);
  OCRResult result = postprocessor.Process(outputs, {line})[0];
  EXPECT_THAT(result.words, ElementsAre(ElementsAre("a", " ", "b")));
  ASSERT_EQ(result.word_boxes.size(), 1U);
  EXPECT_THAT(result.word_boxes[0][1], ElementsAre(20, 0, 40, 0, 40, 12, 20, 12));
  result.words.clear();
  result.word_boxes.clear();
  EXPECT_EQ(result, plain);
  EXPECT_TRUE(postprocessor.Process(outputs, 1)[0].words.empty());  // without the line's size
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
