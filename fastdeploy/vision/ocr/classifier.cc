// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/classifier.h"

#include <algorithm>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/ocr/load.h"

namespace fastdeploy::vision::ocr {

ClassifierPreprocessor::Geometry ClassifierPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  if (image_shape_.size() != 3) {
    throw Error(ErrorKind::kInvalidArgument, "cls_image_shape must be {channels, height, width}");
  }
  outputs->resize(1);
  transform_.Run(images, image_shape_[1], image_shape_[2], &scratch->resized, &outputs->front());
  return images.size();
}

bool ClassifierPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) const {
  return OrLog([&] {
    Scratch scratch;
    Process(*images, &scratch, outputs);
  });
}

void ClassifierPreprocessor::SetNormalize(const std::vector<float>& mean,
                                          const std::vector<float>& std, bool is_scale) {
  transform_.normalize = MakeNormalize(mean, std, is_scale);
}

std::vector<OCRResult> ClassifierPostprocessor::Process(std::span<const FDTensor> outputs,
                                                        size_t images) const {
  const FDTensor& output = CheckOutput(outputs, {-1, -1}, images);
  const std::span<const float> scores = output.As<float>();
  const auto classes = static_cast<size_t>(output.shape[1]);
  std::vector<OCRResult> results(images);
  for (size_t i = 0; i < images; ++i) {
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
    const size_t images = tensors.empty() || tensors[0].shape.empty() ? 0 : tensors[0].shape[0];
    labels->clear();
    scores->clear();
    for (const OCRResult& result : Process(tensors, images)) {
      labels->push_back(result.cls_labels[0]);
      scores->push_back(result.cls_scores[0]);
    }
  });
}

Classifier::Classifier(const std::string& model_file, const std::string& params_file,
                       const RuntimeOption& custom_option, const ModelFormat& model_format) {
  LoadOrLog([&] { *this = Load(model_file, params_file, custom_option, model_format); });
}

Classifier Classifier::Load(const std::string& model_file, const std::string& params_file,
                            const RuntimeOption& option, const ModelFormat& model_format) {
  const ModelFolder files = FindFiles(model_file, params_file, option);
  return {ClassifierPreprocessor(), LoadRuntime(files.model, files.params, option, model_format),
          ClassifierPostprocessor()};
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
