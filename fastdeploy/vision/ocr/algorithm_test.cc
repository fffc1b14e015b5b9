// SPDX-License-Identifier: Apache-2.0
//
// The algorithm of a recogniser that has no YAML, with a network in plain C++.

#include "fastdeploy/vision/ocr/recognizer.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::ocr {
namespace {

using fastdeploy::testing::MakePicture;
using fastdeploy::testing::ThrownBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The characters a and b, "<UKN>" and "<BOS/EOS>".
constexpr int kClasses = 4;
constexpr int kSteps = 30;

/// RobustScanner's inputs and outputs: reads "a" for the first line of a batch, "aa" for the
/// second. The score is the valid ratio.
class MadeEngine : public Engine {
 public:
  explicit MadeEngine(std::vector<TensorInfo> inputs) : inputs_(std::move(inputs)) {}
  [[nodiscard]] const std::vector<TensorInfo>& Inputs() const override { return inputs_; }
  [[nodiscard]] const std::vector<TensorInfo>& Outputs() const override { return outputs_; }
  [[nodiscard]] std::unique_ptr<Session> OpenSession() const override {
    return std::make_unique<MadeSession>();
  }

 private:
  class MadeSession : public Session {
   public:
    void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) override {
      EXPECT_EQ(inputs[2].shape, (std::vector<int64_t>{inputs[0].shape[0], kSteps}));
      outputs->resize(1);
      outputs->front().Resize({inputs[0].shape[0], kSteps, kClasses}, FP32, "out");
      const auto values = outputs->front().As<float>();
      std::ranges::fill(values, 0.0F);
      const auto ratios = inputs[1].As<float>();
      for (size_t line = 0; line < ratios.size(); ++line) {
        for (size_t step = 0; step < kSteps; ++step) {
          const size_t best = step <= line ? 0 : kClasses - 1;
          values[(line * kSteps + step) * kClasses + best] = ratios[line];
        }
      }
    }
  };

  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_ = {{"out", {-1, kSteps, kClasses}, FP32}};
};

Recognizer Made(std::vector<TensorInfo> inputs, const std::string& characters = "a\nb\n") {
  return {RecognizerPreprocessor(), Runtime(std::make_shared<MadeEngine>(std::move(inputs))),
          RecognizerPostprocessor(Dictionary::FromLines(characters, "made"))};
}

const TensorInfo kLines = {"x", {-1, 3, 48, 160}, FP32};
const TensorInfo kRatios = {"ratios", {-1}, FP32};
const TensorInfo kPositions = {"positions", {-1, kSteps}, INT64};

std::string ErrorOf(Recognizer recognizer, const std::string& algorithm) {
  std::string error = ThrownBy([&] { recognizer.SetAlgorithm(algorithm); }).what();
  EXPECT_EQ(recognizer.GetPreprocessor().GetAlgorithm(), "SVTR_LCNet");
  EXPECT_EQ(recognizer.GetPostprocessor().GetAlgorithm(), "SVTR_LCNet");
  return error;
}

TEST(Algorithm, OfAModelGivesTheNetworkAllItsInputs) {
  Recognizer recognizer = Made({{"x", {2, 3, 48, 160}, FP32}, kRatios, kPositions});
  recognizer.SetAlgorithm("RobustScanner");
  EXPECT_TRUE(recognizer.GetPostprocessor().GetRmSymbol());
  const std::vector<cv::Mat> lines = {MakePicture(48, 80), MakePicture(48, 120)};
  const auto clone = recognizer.Clone();
  for (Recognizer* model : {&recognizer, clone.get()}) {
    const auto results = model->BatchPredict(std::span<const cv::Mat>(lines));
    ASSERT_EQ(results.size(), 2U);
    EXPECT_THAT(results[0].text, ElementsAre("aa"));
    EXPECT_THAT(results[1].text, ElementsAre("a"));  // the widest one is the first
    EXPECT_THAT(results[0].rec_scores, ElementsAre(0.5F));
    EXPECT_THAT(results[1].rec_scores, ElementsAre(0.75F));
  }
}

TEST(Algorithm, HasToFitTheNetworkAndTheDictionary) {
  EXPECT_THAT(ErrorOf(Made({kLines, kRatios, kPositions}), "SATRN"),
              HasSubstr("the model is not one of SATRN: it has 3 inputs, not 1"));
  EXPECT_THAT(ErrorOf(Made({kLines}), "NRTR"), HasSubstr("its pictures have 3 channels, not 1"));
  EXPECT_THAT(ErrorOf(Made({kLines}, "a\nb\nc\nd\n"), "SATRN"),
              HasSubstr("'made' has 4 characters, but the model has 4 classes: it needs 1 (or 2"));
  EXPECT_THAT(ErrorOf(Made({kLines}), "LSTM"), HasSubstr("unknown algorithm 'LSTM'"));
  EXPECT_THROW(Recognizer().SetAlgorithm("NRTR"), Error);
}

TEST(Algorithm, IsASettingOfBothProcessors) {
  RecognizerPreprocessor preprocessor;
  RecognizerPostprocessor postprocessor;
  EXPECT_EQ(preprocessor.GetAlgorithm(), "SVTR_LCNet");
  EXPECT_EQ(postprocessor.GetAlgorithm(), "SVTR_LCNet");
  preprocessor.SetAlgorithm("NRTR");
  EXPECT_THAT(preprocessor.GetRecImageShape(), ElementsAre(1, 32, 100));
  preprocessor.SetRecImageShape({1, 64, 200});
  preprocessor.SetAlgorithm("NRTR");  // is it already
  EXPECT_THAT(preprocessor.GetRecImageShape(), ElementsAre(1, 64, 200));
  preprocessor.SetAlgorithm("SVTR_LCNet");
  EXPECT_THAT(preprocessor.GetRecImageShape(), ElementsAre(3, 48, 320));
  EXPECT_THAT(ThrownBy([&] { preprocessor.SetAlgorithm("LSTM"); }).what(),
              HasSubstr("unknown algorithm 'LSTM'; known are SVTR_LCNet, SVTR_HGNet, CRNN"));
  EXPECT_THROW(postprocessor.SetAlgorithm(""), Error);
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
