// SPDX-License-Identifier: Apache-2.0
//
// Times the individual steps before and after inference (Google Benchmark).

#include <benchmark/benchmark.h>

#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision.h"

namespace {

namespace vision = fastdeploy::vision;

cv::Mat Noise(int height, int width) {
  cv::Mat image(height, width, CV_8UC3);
  cv::randu(image, 0, 255);
  return image;
}

void NormalizeToTensor(benchmark::State& state) {
  const cv::Mat image = Noise(224, 224);
  const vision::transform::Normalize normalize = {
      {0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F}, 1 / 255.0F};
  std::vector<float> tensor(3 * 224 * 224);
  for (auto _ : state) {
    vision::transform::WriteTensor(image, normalize, {}, {tensor.data()});
    benchmark::DoNotOptimize(tensor.data());
  }
}
BENCHMARK(NormalizeToTensor)->Unit(benchmark::kMicrosecond);

void ResizeShort256(benchmark::State& state) {
  const cv::Mat image = Noise(480, 640);
  const vision::transform::Step step =
      vision::transform::Resize{.rule = vision::transform::ByShort{256}};
  cv::Mat scratch;
  for (auto _ : state) {
    vision::Geometry geometry(image.size());
    benchmark::DoNotOptimize(vision::transform::Apply(step, image, &scratch, &geometry).data);
  }
}
BENCHMARK(ResizeShort256)->Unit(benchmark::kMicrosecond);

void TimeSteps(benchmark::State& state, const std::vector<vision::transform::Step>& steps) {
  const cv::Mat image = Noise(480, 640);
  vision::PrepareScratch scratch;
  for (auto _ : state) {
    vision::Geometry geometry;
    benchmark::DoNotOptimize(vision::ApplySteps(steps, image, &scratch, &geometry).data);
  }
}

/// The preparation of ImageNet's classifiers, without the tensor.
void ResizeAndCrop(benchmark::State& state) {
  TimeSteps(state, {vision::transform::Resize{.rule = vision::transform::ByShort{256}},
                    vision::transform::CenterCrop{224, 224}});
}
BENCHMARK(ResizeAndCrop)->Unit(benchmark::kMicrosecond);

/// PaddleSeg's: it computes with floats.
void ResizeInFloats(benchmark::State& state) {
  TimeSteps(state, {vision::transform::ToFloat(),
                    vision::transform::Resize{.rule = vision::transform::ToSize{192, 192}}});
}
BENCHMARK(ResizeInFloats)->Unit(benchmark::kMicrosecond);

void DetectorPreprocess(benchmark::State& state) {
  const cv::Mat image = Noise(1280, 960);
  const vision::ocr::DBDetectorPreprocessor preprocessor;
  vision::ocr::DBDetectorPreprocessor::Scratch scratch;
  std::vector<fastdeploy::FDTensor> tensors;
  for (auto _ : state) preprocessor.Process(std::span(&image, 1), &scratch, &tensors);
}
BENCHMARK(DetectorPreprocess)->Unit(benchmark::kMicrosecond);

/// On a map with bars that look like lines of text.
void FindBoxes(benchmark::State& state) {
  cv::Mat map = cv::Mat::zeros(960, 736, CV_32F);
  for (int y = 20; y + 20 < map.rows; y += 24) map(cv::Rect(20, y, 690, 12)).setTo(0.9F);
  for (auto _ : state) {
    benchmark::DoNotOptimize(vision::ocr::FindBoxes(map, {}, {2208, 2880}));
  }
}
BENCHMARK(FindBoxes)->Unit(benchmark::kMicrosecond);

/// On an output like PP-OCRv4's recogniser: 6 lines, 80 steps, 6625 classes.
void DecodeRecognizer(benchmark::State& state) {
  std::vector<std::string> characters(6623, "x");
  const vision::ocr::RecognizerPostprocessor postprocessor(
      vision::ocr::Dictionary(std::move(characters), "benchmark"));
  std::vector<fastdeploy::FDTensor> outputs(1);
  outputs[0].Resize({6, 80, 6625}, fastdeploy::FP32);
  cv::Mat values(1, static_cast<int>(outputs[0].Numel()), CV_32F, outputs[0].MutableData());
  cv::randu(values, 0, 1);
  const vision::ocr::RecognizerPreprocessor::Geometry images(6);
  for (auto _ : state) benchmark::DoNotOptimize(postprocessor.Process(outputs, images));
}
BENCHMARK(DecodeRecognizer)->Unit(benchmark::kMicrosecond);

/// On candidates of a detector whose scores say little: 2125 boxes, 80 classes.
void SuppressBoxes(benchmark::State& state) {
  constexpr int kBoxes = 2125;
  constexpr int kClasses = 80;
  cv::Mat boxes(kBoxes, 4, CV_32F);
  cv::Mat scores(kClasses, kBoxes, CV_32F);
  cv::randu(boxes, 0, 320);
  cv::Mat sizes = boxes.colRange(2, 4);
  sizes = boxes.colRange(0, 2) + sizes / 4;
  cv::randu(scores, 0, 1);
  const auto input = fastdeploy::NmsInput::OfSharedBoxes(boxes.ptr<float>(), scores.ptr<float>(),
                                                         kBoxes, kClasses);
  for (auto _ : state) benchmark::DoNotOptimize(fastdeploy::MulticlassNms(input, {}));
}
BENCHMARK(SuppressBoxes)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
