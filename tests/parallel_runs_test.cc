// SPDX-License-Identifier: Apache-2.0
//
// BatchPredict on a network with several streams: runs side by side, results as of one at a time.

#include <thread>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using testing::MakePicture;
using testing::MixedPictures;
using testing::ModelPath;
using testing::ReadPicture;
using testing::ThrownBy;
using vision::OCRResult;
using vision::classification::PaddleClasModel;
using vision::ocr::Recognizer;

RuntimeOption Streams(int streams) {
  RuntimeOption option;
  option.SetOpenVINOStreams(streams);
  return option;
}

/// Parts of a line of the sample page, of many widths.
std::vector<cv::Mat> Lines() {
  const cv::Mat page = ReadPicture("page.png");
  std::vector<cv::Mat> lines;
  for (int i = 0; i < 12; ++i) {
    lines.push_back(page(cv::Rect(0, 60 + i % 3, 90 + 26 * (i * 7 % 12), 26)).clone());
  }
  return lines;
}

void ExpectEqual(const std::vector<OCRResult>& found, const std::vector<OCRResult>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].text, expected[i].text) << i;
    EXPECT_EQ(found[i].rec_scores, expected[i].rec_scores) << i;
  }
}

TEST(ParallelRuns, ALineDoesNotDependOnItsNeighbours) {
  auto recognizer = Recognizer::Load(ModelPath("ppocrv4/rec"), Streams(2));
  ASSERT_EQ(std::unique_ptr<Runtime>(recognizer.CloneRuntime())->ParallelRuns(), 2);
  const std::vector<cv::Mat> lines = Lines();
  std::vector<OCRResult> expected;
  for (const cv::Mat& line : lines) expected.push_back(recognizer.Predict(line));
  ExpectEqual(recognizer.BatchPredict(std::span<const cv::Mat>(lines)), expected);
  const std::span<const cv::Mat> few(lines.data() + 3, 2);
  ExpectEqual(recognizer.BatchPredict(few), {expected[3], expected[4]});
  EXPECT_TRUE(recognizer.BatchPredict(std::span<const cv::Mat>()).empty());

  // Nor on other threads.
  std::vector<std::vector<OCRResult>> found(3);
  std::vector<std::jthread> threads;
  for (auto& results : found) {
    threads.emplace_back([&, clone = std::shared_ptr<Recognizer>(recognizer.Clone())] {
      results = clone->BatchPredict(std::span<const cv::Mat>(lines));
    });
  }
  threads.clear();
  for (const auto& results : found) ExpectEqual(results, expected);
}

/// The text of lines in one tensor.
std::vector<OCRResult> TogetherIn(const Recognizer& recognizer, std::span<const cv::Mat> lines) {
  vision::ocr::RecognizerPreprocessor::Scratch scratch;
  std::vector<FDTensor> inputs;
  std::vector<FDTensor> outputs;
  (void)recognizer.GetPreprocessor().Process(lines, &scratch, &inputs);
  inputs[0].name = recognizer.InputInfos()[0].name;
  std::unique_ptr<Runtime>(recognizer.CloneRuntime())->Infer(inputs, &outputs);
  return recognizer.GetPostprocessor().Process(outputs);
}

TEST(ParallelRuns, PadsLinesAsInPaddleOcrsBatches) {
  auto recognizer = Recognizer::Load(ModelPath("ppocrv4/rec"), Streams(2));
  recognizer.GetPreprocessor().SetBatchSize(5);
  std::vector<cv::Mat> lines = Lines();
  const auto found = recognizer.BatchPredict(std::span<const cv::Mat>(lines));
  std::ranges::sort(lines, {}, &cv::Mat::cols);
  std::vector<OCRResult> sorted;
  for (size_t start = 0; start < lines.size(); start += 5) {
    const size_t count = std::min<size_t>(5, lines.size() - start);
    const std::span<const cv::Mat> part(lines.data() + start, count);
    for (const OCRResult& result : TogetherIn(recognizer, part)) sorted.push_back(result);
  }
  const std::vector<cv::Mat> given = Lines();
  for (size_t i = 0; i < given.size(); ++i) {
    const auto place = std::ranges::find(lines, given[i].cols, &cv::Mat::cols) - lines.begin();
    EXPECT_EQ(found[i].text, sorted[place].text);
    EXPECT_NEAR(found[i].rec_scores[0], sorted[place].rec_scores[0], 1e-5);
  }
}

TEST(ParallelRuns, AnErrorInTheMiddleLeavesTheModelUsable) {
  auto model = PaddleClasModel::Load(ModelPath("pplcnet_x0_25"), Streams(2));
  const std::vector<cv::Mat> good = MixedPictures(5);
  std::vector<cv::Mat> bad = good;
  bad[3] = cv::Mat();
  const auto expected = model.BatchPredict(std::span<const cv::Mat>(good));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ThrownBy([&] { (void)model.BatchPredict(std::span<const cv::Mat>(bad)); }).Kind(),
              ErrorKind::kInvalidArgument);
    const auto found = model.BatchPredict(std::span<const cv::Mat>(good));
    for (size_t k = 0; k < good.size(); ++k) EXPECT_EQ(found[k].scores, expected[k].scores);
  }
}

TEST(ParallelRuns, AllUseARuntimeThatIsSet) {
  auto model = PaddleClasModel::Load(ModelPath("pplcnet_x0_25"), Streams(2));
  const auto other = PaddleClasModel::Load(ModelPath("doc-orientation"), Streams(2));
  const std::vector<cv::Mat> images = MixedPictures(5);
  (void)model.BatchPredict(std::span<const cv::Mat>(images));
  ASSERT_TRUE(model.SetRuntime(other.CloneRuntime()));
  const auto found = model.BatchPredict(std::span<const cv::Mat>(images));
  for (size_t i = 0; i < images.size(); ++i) {
    EXPECT_EQ(found[i].scores, model.Predict(images[i]).scores) << i;
  }
}

TEST(ParallelRuns, RecordedTimesAreOfRunsInTurn) {
  auto model = PaddleClasModel::Load(ModelPath("pplcnet_x0_25"), Streams(2));
  model.EnableRecordTimeOfRuntime();
  (void)model.BatchPredict(std::span<const cv::Mat>(MixedPictures(5)));
  EXPECT_EQ(model.PrintStatisInfoOfRuntime()["iterations"], 5);
  EXPECT_GT(model.GetProfileTime(), 0);
}

}  // namespace
}  // namespace fastdeploy
