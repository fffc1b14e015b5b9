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
/// (optional), and recognises them, in reading order. PP-OCR of all versions; semantics of
/// PaddleOCR's tools/infer/predict_system.py with nothing dropped.
///
/// Holds its models by value, as clones of those it is made from: they share the weights, and may
/// be changed or destroyed afterwards without an effect on it. To change the pipeline's own, see
/// GetDetector and its like.
///
/// Thread safety as of the models: const members at any time, Predict one thread at a time, a
/// Clone() for every thread.
class FASTDEPLOY_DECL PPOCR : public vision::LoggedCalls<PPOCR, vision::OCRResult> {
 public:
  using Result = vision::OCRResult;

  PPOCR() = default;
  PPOCR(const vision::ocr::DBDetector& detector, const vision::ocr::Classifier& classifier,
        const vision::ocr::Recognizer& recognizer);
  PPOCR(const vision::ocr::DBDetector& detector, const vision::ocr::Recognizer& recognizer);
  // 1.x's shapes. Null is a model that was not loaded (for the classifier: none).
  PPOCR(const vision::ocr::DBDetector* detector, const vision::ocr::Classifier* classifier,
        const vision::ocr::Recognizer* recognizer);
  PPOCR(const vision::ocr::DBDetector* detector, const vision::ocr::Recognizer* recognizer)
      : PPOCR(detector, nullptr, recognizer) {}

  /// The models of a folder with det/, rec/ and, optional, cls/, each as its exporter wrote it.
  /// Throws Error.
  static PPOCR Load(const std::string& folder, const RuntimeOption& option = {},
                    bool use_classifier = true);

  /// Whether all of its models are loaded.
  [[nodiscard]] bool Initialized() const;

  /// The text of one image (8-bit BGR); an empty result where there is none. Throws Error.
  Result Predict(const cv::Mat& image);
  /// Of several images, in their order. Throws Error; then there are no results.
  std::vector<Result> BatchPredict(std::span<const cv::Mat> images);

  using LoggedCalls::BatchPredict;
  using LoggedCalls::Predict;

  /// A pipeline for another thread, over the same weights. Thread-safe. Never null.
  [[nodiscard]] std::unique_ptr<PPOCR> Clone() const;

  /// Lines that go through the classifier or the recogniser together; -1: all of an image. Others
  /// are refused (false). Defaults 1 and 6.
  bool SetClsBatchSize(int size) { return SetBatchSize(size, &cls_batch_size_); }
  [[nodiscard]] int GetClsBatchSize() const { return cls_batch_size_; }
  bool SetRecBatchSize(int size) { return SetBatchSize(size, &rec_batch_size_); }
  [[nodiscard]] int GetRecBatchSize() const { return rec_batch_size_; }

  [[nodiscard]] vision::ocr::DBDetector& GetDetector() { return detector_; }
  [[nodiscard]] vision::ocr::Recognizer& GetRecognizer() { return recognizer_; }
  /// Null where the pipeline has none.
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
