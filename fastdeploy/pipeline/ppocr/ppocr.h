// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/ocr/classifier.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/recognizer.h"

namespace fastdeploy::pipeline {

/// Reads the text of an image: finds its lines, crops them, turns those that are upside down
/// (optional), and recognises them, in reading order. For all versions of PP-OCR. Works as
/// PaddleOCR's tools/infer/predict_system.py does, but drops no line by its score.
///
/// Holds clones of the models it is constructed from. They share the weights; changing or
/// destroying the originals later does not affect the pipeline. To change its own models, use
/// GetDetector, GetRecognizer and GetClassifier.
///
/// Thread safety is that of the models: any thread may call const members at any time, but only one
/// thread at a time Predict; give each thread a Clone().
class FASTDEPLOY_DECL PPOCR : public vision::LoggedCalls<PPOCR, vision::OCRResult> {
 public:
  using Result = vision::OCRResult;

  PPOCR() = default;
  PPOCR(const vision::ocr::DBDetector& detector, const vision::ocr::Classifier& classifier,
        const vision::ocr::Recognizer& recognizer);
  PPOCR(const vision::ocr::DBDetector& detector, const vision::ocr::Recognizer& recognizer);
  // 1.x's signatures. Null stands for a model that was not loaded (classifier: for none).
  PPOCR(const vision::ocr::DBDetector* detector, const vision::ocr::Classifier* classifier,
        const vision::ocr::Recognizer* recognizer);
  PPOCR(const vision::ocr::DBDetector* detector, const vision::ocr::Recognizer* recognizer)
      : PPOCR(detector, nullptr, recognizer) {}

  /// Loads the models from a folder with det/, rec/ and, optionally, cls/, each as its exporter
  /// wrote it. Throws Error.
  static PPOCR Load(const std::string& folder, const RuntimeOption& option = {},
                    bool use_classifier = true);

  /// Whether all of its models are loaded.
  [[nodiscard]] bool Initialized() const;

  /// The text of one image (8-bit BGR); an empty result if there is no text. Throws Error.
  Result Predict(const cv::Mat& image);
  /// The results for several images, in order. Throws Error if any image fails.
  std::vector<Result> BatchPredict(std::span<const cv::Mat> images);

  using LoggedCalls::BatchPredict;
  using LoggedCalls::Predict;

  /// A pipeline for another thread that shares the weights. Thread-safe. Never null.
  [[nodiscard]] std::unique_ptr<PPOCR> Clone() const;

  /// How many lines go through the classifier or the recogniser at once; -1: all lines of an image.
  /// Returns false for other numbers below 1. Defaults: 1 and 6.
  bool SetClsBatchSize(int size) { return SetBatchSize(size, &cls_batch_size_); }
  [[nodiscard]] int GetClsBatchSize() const { return cls_batch_size_; }
  bool SetRecBatchSize(int size) { return SetBatchSize(size, &rec_batch_size_); }
  [[nodiscard]] int GetRecBatchSize() const { return rec_batch_size_; }

  [[nodiscard]] vision::ocr::DBDetector& GetDetector() { return detector_; }
  [[nodiscard]] vision::ocr::Recognizer& GetRecognizer() { return recognizer_; }
  /// Null if the pipeline has none.
  [[nodiscard]] vision::ocr::Classifier* GetClassifier() {
    return classifier_ ? &*classifier_ : nullptr;
  }

 private:
  static bool SetBatchSize(int size, int* batch_size);
  void TurnUpright(std::vector<cv::Mat>* lines, Result* result);
  void Recognize(const std::vector<cv::Mat>& lines, Result* result);

  vision::ocr::DBDetector detector_;
  std::optional<vision::ocr::Classifier> classifier_;
  vision::ocr::Recognizer recognizer_;
  int cls_batch_size_ = 1;
  int rec_batch_size_ = 6;
};

using PPOCRv2 = PPOCR;
using PPOCRv3 = PPOCR;
using PPOCRv4 = PPOCR;
using PPOCRv5 = PPOCR;
using PPOCRv6 = PPOCR;

}  // namespace fastdeploy::pipeline

namespace fastdeploy::application::ocrsystem {

using PPOCRSystemv2 = pipeline::PPOCR;
using PPOCRSystemv3 = pipeline::PPOCR;
using PPOCRSystemv4 = pipeline::PPOCR;

}  // namespace fastdeploy::application::ocrsystem
