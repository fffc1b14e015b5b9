// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/classifier.h"

#include <algorithm>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/classification/preprocessor.h"
#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/internal/output.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/internal/check_output.h"
#include "fastdeploy/vision/ocr/internal/text_line.h"

namespace fastdeploy::vision::ocr {
namespace {

const cv::Size kStretchedTo(160, 80);  // the input of PP-OCRv5's classifiers

}  // namespace

ClassifierPreprocessor::ClassifierPreprocessor() : ImagePreprocessor(TextLinePreparation()) {}

ClassifierPreprocessor::Geometry ClassifierPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  CheckLineShape("cls_image_shape", image_shape_);
  outputs->resize(1);
  if (!preparation_.steps.empty()) {
    return Prepare(images, preparation_, {}, scratch, &outputs->front());
  }
  const cv::Size size(image_shape_[2], image_shape_[1]);
  const transform::ToHeight rule = {.height = size.height, .widest = size.width};
  return PrepareLines(images, preparation_, {transform::Resize{.rule = rule}},
                      {.uneven = UnevenBatch::kPadTensor, .fixed = size}, scratch,
                      &outputs->front());
}

ClassifierPreprocessor ClassifierPreprocessor::Stretching() {
  return FromSteps({.steps = {transform::Resize{
                        .rule = transform::ToSize{kStretchedTo.width, kStretchedTo.height}}},
                    .normalize = {.mean = {0.485F, 0.456F, 0.406F},
                                  .std = {0.229F, 0.224F, 0.225F},
                                  .scale = 1.0F / 255.0F},
                    .layout = {.normalize = true, .rgb = true, .chw = true}});
}

ClassifierPreprocessor ClassifierPreprocessor::FromSteps(const Preparation& preparation) {
  const cv::Size size = transform::FixedSize(preparation.steps);
  if (size.empty()) {
    throw Error(ErrorKind::kUnsupported,
                "the steps of a classifier of text lines must give them a fixed size");
  }
  ClassifierPreprocessor preprocessor;
  preprocessor.preparation_ = preparation;
  preprocessor.image_shape_ = {3, size.height, size.width};
  return preprocessor;
}

void ClassifierPreprocessor::SetClsImageShape(const std::vector<int>& shape) {
  const bool changed = shape != image_shape_;
  image_shape_ = shape;
  if (!changed || preparation_.steps.empty()) return;
  CheckLineShape("cls_image_shape", shape);
  preparation_.steps = {transform::Resize{.rule = transform::ToSize{shape[2], shape[1]}}};
}

std::vector<OCRResult> ClassifierPostprocessor::Process(
    std::span<const FDTensor> outputs, const ClassifierPreprocessor::Geometry& images) const {
  const FDTensor& output =
      CheckOutput(outputs, {kAnySize, kAnySize}, "[N, classes]", images.size());
  const std::span<const float> scores = output.As<float>();
  const auto classes = static_cast<size_t>(output.shape[1]);
  std::vector<OCRResult> results(images.size());
  for (size_t i = 0; i < results.size(); ++i) {
    const auto row = scores.subspan(i * classes, classes);
    const auto best = std::max_element(row.begin(), row.end());
    results[i].cls_labels = {static_cast<int32_t>(best - row.begin())};
    results[i].cls_scores = {*best};
  }
  return results;
}

bool ClassifierPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                  std::vector<int32_t>* labels, std::vector<float>* scores) const {
  return OrLog([&] {
    const ClassifierPreprocessor::Geometry images(ImagesOf(tensors));
    labels->clear();
    scores->clear();
    for (const OCRResult& result : Process(tensors, images)) {
      labels->push_back(result.cls_labels[0]);
      scores->push_back(result.cls_scores[0]);
    }
  });
}

bool ClassifierPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs,
                                 size_t start, size_t end) const {
  return OrLog([&] {
    Scratch scratch;
    (void)Process(LinesOf(UnwrapMat(*images), start, end, {}), &scratch, outputs);
  });
}

bool ClassifierPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                  std::vector<int32_t>* labels, std::vector<float>* scores,
                                  size_t start, size_t total) const {
  return OrLog([&] {
    labels->resize(total);
    scores->resize(total);
    const auto results = Process(tensors, ClassifierPreprocessor::Geometry(ImagesOf(tensors)));
    for (size_t i = 0; i < results.size(); ++i) {
      const size_t place = PlaceOf(start + i, {}, total);
      (*labels)[place] = results[i].cls_labels[0];
      (*scores)[place] = results[i].cls_scores[0];
    }
  });
}

Classifier Classifier::Open(const ModelFiles& files, const RuntimeOption& option) {
  Runtime runtime = LoadRuntime(files, option);
  ClassifierPreprocessor preprocessor;
  ClassifierPostprocessor postprocessor;
  const std::vector<int> shape = runtime.GetInputInfo(0).shape;
  const bool fixed = shape.size() == 4 && shape[2] > 0 && shape[3] > 0;
  const bool has_steps = !files.config.empty() && Yaml::Load(files.config).Has("PreProcess");
  if (has_steps) {
    preprocessor = ClassifierPreprocessor::FromSteps(
        classification::PaddleClasPreprocessor(files.config).GetPreparation());
  } else if (fixed && cv::Size(shape[3], shape[2]) == kStretchedTo) {
    preprocessor = ClassifierPreprocessor::Stretching();
  }
  if (!preprocessor.GetPreparation().steps.empty()) postprocessor.SetClsThresh(0);
  if (fixed) preprocessor.SetClsImageShape({3, shape[2], shape[3]});
  return {std::move(preprocessor), std::move(runtime), postprocessor};
}

bool Classifier::Predict(const cv::Mat& image, int32_t* label, float* score) {
  return OrLog([&] {
    const OCRResult result = Predict(image);
    *label = result.cls_labels[0];
    *score = result.cls_scores[0];
  });
}

bool Classifier::BatchPredict(const std::vector<cv::Mat>& images, std::vector<int32_t>* labels,
                              std::vector<float>* scores) {
  return BatchPredict(images, labels, scores, 0, images.size());
}

bool Classifier::BatchPredict(const std::vector<cv::Mat>& images, std::vector<int32_t>* labels,
                              std::vector<float>* scores, size_t start, size_t end) {
  return OrLog([&] {
    end = std::min(end, images.size());
    start = std::min(start, end);
    const auto results = BatchPredict(std::span(images).subspan(start, end - start));
    labels->resize(images.size());
    scores->resize(images.size());
    for (size_t i = 0; i < results.size(); ++i) {
      (*labels)[start + i] = results[i].cls_labels[0];
      (*scores)[start + i] = results[i].cls_scores[0];
    }
  });
}

bool Classifier::BatchPredict(const std::vector<cv::Mat>& images, OCRResult* result) {
  return BatchPredict(images, &result->cls_labels, &result->cls_scores);
}

}  // namespace fastdeploy::vision::ocr
