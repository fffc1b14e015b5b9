// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/recognizer.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision::ocr {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

/// The width of the tensor of one line of these sizes.
int64_t WidthOf(const RecognizerPreprocessor& preprocessor, int height, int width) {
  const cv::Mat image(height, width, CV_8UC3, cv::Scalar::all(255));
  RecognizerPreprocessor::Scratch scratch;
  std::vector<FDTensor> outputs;
  preprocessor.Process(std::span(&image, 1), &scratch, &outputs);
  return outputs[0].shape[3];
}

TEST(RecognizerPreprocessor, RoundsTheWidthOfALineByItselfUp) {
  RecognizerPreprocessor preprocessor;
  EXPECT_EQ(WidthOf(preprocessor, 48, 10), 320);
  EXPECT_EQ(WidthOf(preprocessor, 48, 321), 384);
  EXPECT_EQ(WidthOf(preprocessor, 24, 176), 384);
  EXPECT_EQ(WidthOf(preprocessor, 48, 640), 640);
  EXPECT_EQ(WidthOf(preprocessor, 48, 641), 704);
  EXPECT_EQ(WidthOf(preprocessor, 48, 1281), 1408);
  EXPECT_EQ(WidthOf(preprocessor, 48, 48 * 500), 19456);  // squeezed to 48 * 400, rounded up
  for (int width = 320; width < 48 * 400; width += 111) {
    EXPECT_LE(WidthOf(preprocessor, 48, width), width * 1.2 + 1);
  }
  for (const int lines : {1, 6, -1}) {
    preprocessor.SetBatchSize(lines);
    EXPECT_EQ(WidthOf(preprocessor, 48, 321), 321);
  }
  preprocessor.SetBatchSize(0);
  preprocessor.SetStaticShapeInfer(true);
  EXPECT_EQ(WidthOf(preprocessor, 48, 321), 320);
}

TEST(RecognizerPreprocessor, RefusesOtherSizesOfBatches) {
  RecognizerPreprocessor preprocessor;
  preprocessor.SetBatchSize(-1);
  EXPECT_THAT(ThrownBy([&] { preprocessor.SetBatchSize(-2); }).what(), HasSubstr("found -2"));
  EXPECT_EQ(preprocessor.GetBatchSize(), -1);
}

TEST(RecognizerPreprocessor, PadsToTheWidestLine) {
  const std::vector<cv::Mat> images = {cv::Mat(24, 240, CV_8UC3, cv::Scalar::all(255)),
                                       cv::Mat(48, 100, CV_8UC3, cv::Scalar::all(255))};
  RecognizerPreprocessor preprocessor;
  preprocessor.SetBatchSize(6);
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

TEST(RecognizerPreprocessor, RefusesShapesThatNoModelHas) {
  const cv::Mat image(24, 240, CV_8UC3, cv::Scalar::all(255));
  for (const std::vector<int>& shape :
       {std::vector<int>{3, 0, 320}, {3, 48}, {1, 48, 320}, {3, 2'000'000'000, 320}}) {
    RecognizerPreprocessor preprocessor;
    preprocessor.SetRecImageShape(shape);
    RecognizerPreprocessor::Scratch scratch;
    std::vector<FDTensor> outputs;
    EXPECT_THAT(
        ThrownBy([&] { preprocessor.Process(std::span(&image, 1), &scratch, &outputs); }).what(),
        HasSubstr("rec_image_shape must be {3, height, width}"));
  }
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
