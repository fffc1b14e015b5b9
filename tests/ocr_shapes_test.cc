// SPDX-License-Identifier: Apache-2.0
//
// OCR with networks of fixed shapes, and with what lies beside a model.

#include <filesystem>
#include <fstream>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ReadPicture;
using vision::OCRResult;
using vision::ocr::DBDetector;
using vision::ocr::Recognizer;

RuntimeOption WithShape(const std::vector<int64_t>& shape) {
  RuntimeOption option;
  option.SetInputShape("", shape);
  return option;
}

/// A line of the sample page.
cv::Mat Line() { return ReadPicture("page.png")(cv::Rect(0, 60, 384, 26)).clone(); }

TEST(FixedShape, DetectorGetsEveryPictureInIt) {
  auto detector = DBDetector::Load(ModelPath("ppocrv5-mobile/det"), WithShape({1, 3, 320, 640}));
  EXPECT_TRUE(detector.GetPreprocessor().GetStaticShapeInfer());
  for (const cv::Size size : {cv::Size(384, 191), cv::Size(191, 900), cv::Size(33, 21)}) {
    cv::Mat picture;
    cv::resize(ReadPicture("page.png"), picture, size);
    for (const auto& box : detector.Predict(picture).boxes) {
      for (size_t i = 0; i < box.size(); i += 2) {
        EXPECT_TRUE(cv::Rect({0, 0}, size).contains({box[i], box[i + 1]}));
      }
    }
  }
  EXPECT_FALSE(detector.Predict(ReadPicture("page.png")).boxes.empty());
}

TEST(FixedShape, RecognizerGetsItsWidthAndItsBatch) {
  auto any = Recognizer::Load(ModelPath("ppocrv5-mobile/rec"));
  auto fixed = Recognizer::Load(ModelPath("ppocrv5-mobile/rec"), WithShape({4, 3, 48, 720}));
  EXPECT_EQ(fixed.GetPreprocessor().GetRecImageShape(), (std::vector<int>{3, 48, 720}));
  const OCRResult wanted = any.Predict(Line());
  EXPECT_EQ(fixed.Predict(Line()).text, wanted.text);
  const std::vector<cv::Mat> lines(5, Line());  // one batch, and a part of one
  const auto results = fixed.BatchPredict(std::span<const cv::Mat>(lines));
  ASSERT_EQ(results.size(), 5U);
  for (const OCRResult& result : results) EXPECT_EQ(result.text, wanted.text);
}

TEST(Dictionary, OfTheYamlGoesBeforeAFileBesideIt) {
  const testing::TemporaryFolder folder;
  for (const auto& entry : fs::directory_iterator(ModelPath("ppocrv5-mobile/rec"))) {
    fs::copy(entry.path(), folder.Path(entry.path().filename().string()));
  }
  (void)folder.Write("notes.txt", "downloaded\n");
  auto with_note = Recognizer::Load(folder.Path());
  EXPECT_THAT(with_note.GetPostprocessor().GetDictionary().Source(), HasSubstr("inference.yml"));
  EXPECT_EQ(with_note.GetPostprocessor().GetTextOrder(), "as_seen");
  EXPECT_FALSE(with_note.Predict(Line()).text[0].empty());
  // The name of the model says that it reads Arabic.
  std::string yaml = testing::ReadBytes(folder.Path("inference.yml"));
  const std::string name = "model_name: PP-OCRv5";
  yaml.replace(yaml.find(name), name.size(), "model_name: arabic_PP-OCRv5");
  (void)folder.Write("inference.yml", yaml);
  EXPECT_EQ(Recognizer::Load(folder.Path()).GetPostprocessor().GetTextOrder(), "bidi");
}

TEST(DropScore, LeavesLinesOut) {
  auto ocr = pipeline::PPOCR::Load(ModelPath("ppocrv5-mobile"));
  const cv::Mat page = ReadPicture("page.png");
  const OCRResult all = ocr.Predict(page);
  ASSERT_GT(all.text.size(), 1U);
  const float best = *std::ranges::max_element(all.rec_scores);
  ocr.SetDropScore(best);
  const OCRResult one = ocr.Clone()->Predict(page);
  ASSERT_EQ(one.text.size(), 1U);
  EXPECT_EQ(one.boxes.size(), 1U);
  const auto at =
      static_cast<size_t>(std::ranges::find(all.rec_scores, best) - all.rec_scores.begin());
  EXPECT_EQ(one.text[0], all.text[at]);
  EXPECT_EQ(one.boxes[0], all.boxes[at]);
  EXPECT_THROW(ocr.SetDropScore(2), Error);
}

TEST(OcrSettings, ReachTheDetector) {
  const auto boxes = [](const vision::Settings& settings) {
    auto model = Load(ModelPath("ppocrv5-mobile"), {}, settings);
    return nlohmann::json::parse(model.Predict(ReadPicture("page.png")).Json())["boxes"].size();
  };
  EXPECT_NE(boxes({{{"limit-type", std::string("min")}, {"limit-side-len", 736}}}), boxes({}));
  EXPECT_THROW((void)boxes({{{"limit-type", std::string("most")}}}), Error);
}

}  // namespace
}  // namespace fastdeploy
