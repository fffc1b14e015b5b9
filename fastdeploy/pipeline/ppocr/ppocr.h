// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/classification/model.h"
#include "fastdeploy/vision/named_model.h"
#include "fastdeploy/vision/ocr/classifier.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/recognizer.h"

namespace fastdeploy::pipeline {

/// Reads the text of an image: turns it upright (optional), finds its lines, crops them, turns
/// those that are upside down (optional), and recognises them, in reading order. For all versions
/// of PP-OCR. Works as PaddleOCR's tools/infer/predict_system.py does, but drops no line by its
/// score unless DropScore is set.
///
/// Holds clones of the models it is constructed from. They share the weights; changing or
/// destroying the originals later does not affect the pipeline. To change its own models, use
/// GetDetector, GetRecognizer and GetClassifier.
///
/// Thread safety is that of the models: any thread may call const members at any time, but only one
/// thread at a time Predict; give each thread a Clone().
class FASTDEPLOY_DECL PPOCR : public FastDeployModel,
                              public vision::LoggedCalls<PPOCR, vision::OCRResult> {
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
  [[nodiscard]] bool Initialized() const override;
  [[nodiscard]] std::string ModelName() const override { return "PPOCR"; }

  /// The text of one image (8-bit BGR); an empty result if there is no text. Throws Error.
  Result Predict(const cv::Mat& image);
  /// The results for several images, in order; a second thread reads the lines of an image while
  /// those of the next one are searched. Throws Error if any image fails.
  std::vector<Result> BatchPredict(std::span<const cv::Mat> images);

  using LoggedCalls::BatchPredict;
  using LoggedCalls::Predict;

  /// A pipeline for another thread that shares the weights. Thread-safe. Never null.
  [[nodiscard]] std::unique_ptr<PPOCR> Clone() const {
    return std::unique_ptr<PPOCR>(static_cast<PPOCR*>(NewClone()));
  }

  /// How many lines go through the classifier at once; -1: all lines of an image. Returns false for
  /// other numbers below 1. Default 1.
  bool SetClsBatchSize(int size);
  [[nodiscard]] int GetClsBatchSize() const { return cls_batch_size_; }
  /// How lines are padded for the recogniser, which reads each by itself: see
  /// RecognizerPreprocessor::SetBatchSize. Default 0: a line does not depend on the others.
  /// PaddleOCR's batches: 6. Returns false for an invalid number.
  bool SetRecBatchSize(int size);
  [[nodiscard]] int GetRecBatchSize() const { return recognizer_.GetPreprocessor().GetBatchSize(); }

  /// Leaves out lines whose score is below this (PaddleOCR's drop_score and text_rec_score_thresh).
  /// Default 0: none. Throws Error unless it is from 0 to 1.
  void SetDropScore(float score);
  [[nodiscard]] float GetDropScore() const { return drop_score_; }

  /// Also gives the words of each line and their boxes; see RecognizerPostprocessor and OCRResult.
  /// Boxes lie in the picture and follow their line, also if it is slanted or upside down. Default
  /// false.
  void SetReturnWordBox(bool words) { recognizer_.GetPostprocessor().SetReturnWordBox(words); }
  [[nodiscard]] bool GetReturnWordBox() const {
    return recognizer_.GetPostprocessor().GetReturnWordBox();
  }

  /// Turns every page upright before its lines are searched, as a clone of this classifier says
  /// (PaddleX's PP-LCNet_x1_0_doc_ori). Boxes are those of the page as it was given; page_angle is
  /// by how much it was turned. Throws Error unless the classes of the model are called 0, 90, 180
  /// and 270: by how many degrees a page has to be turned counter-clockwise.
  void SetDocOrientation(const vision::classification::PaddleClasModel& classifier);
  /// The pipeline's own; null if it has none.
  [[nodiscard]] vision::classification::PaddleClasModel* GetDocOrientation() {
    return doc_orientation_ ? &*doc_orientation_ : nullptr;
  }

  [[nodiscard]] vision::ocr::DBDetector& GetDetector() { return detector_; }
  [[nodiscard]] vision::ocr::Recognizer& GetRecognizer() { return recognizer_; }
  /// Null if the pipeline has none.
  [[nodiscard]] vision::ocr::Classifier* GetClassifier() {
    return classifier_ ? &*classifier_ : nullptr;
  }

 protected:
  [[nodiscard]] FastDeployModel* NewClone() const override { return new PPOCR(*this); }

 private:
  /// A page whose lines are found.
  struct Page {
    cv::Size size;
    int angle = 0;               ///< by which it was turned
    std::vector<cv::Mat> lines;  ///< upright
    Result result;               ///< of the page as it was turned, until it is read
  };
  Page Find(const cv::Mat& image);
  void Read(Page* page);
  void TurnUpright(std::vector<cv::Mat>* lines, Result* result);
  /// Whether a line was turned upright.
  bool Turned(const Result& result, size_t line);
  void Recognize(const std::vector<cv::Mat>& lines, Result* result);
  /// Moves the words of a line that was read into the result of the page.
  void PlaceWords(size_t line, Result* read, Result* result);
  void DropLines(Result* result) const;

  vision::ocr::DBDetector detector_;
  std::optional<vision::ocr::Classifier> classifier_;
  std::optional<vision::classification::PaddleClasModel> doc_orientation_;
  vision::ocr::Recognizer recognizer_;
  int cls_batch_size_ = 1;
  float drop_score_ = 0;
};

/// A class for one version. A clone has the class of the original.
template <typename Self, typename Base, vision::Literal kText>
class PPOCRVersion : public vision::NamedModel<Self, Base, kText> {
 public:
  using vision::NamedModel<Self, Base, kText>::NamedModel;
  [[nodiscard]] std::unique_ptr<Self> Clone() const {
    return std::unique_ptr<Self>(static_cast<Self*>(this->NewClone()));
  }
};

// 1.x's classes, and classes for later versions. Each loads models of any version.
class FASTDEPLOY_DECL PPOCRv2 : public PPOCRVersion<PPOCRv2, PPOCR, "PPOCRv2"> {
  using PPOCRVersion::PPOCRVersion;
};
class FASTDEPLOY_DECL PPOCRv3 : public PPOCRVersion<PPOCRv3, PPOCRv2, "PPOCRv3"> {
  using PPOCRVersion::PPOCRVersion;
};
class FASTDEPLOY_DECL PPOCRv4 : public PPOCRVersion<PPOCRv4, PPOCRv2, "PPOCRv4"> {
  using PPOCRVersion::PPOCRVersion;
};
class FASTDEPLOY_DECL PPOCRv5 : public PPOCRVersion<PPOCRv5, PPOCRv2, "PPOCRv5"> {
  using PPOCRVersion::PPOCRVersion;
};
class FASTDEPLOY_DECL PPOCRv6 : public PPOCRVersion<PPOCRv6, PPOCRv2, "PPOCRv6"> {
  using PPOCRVersion::PPOCRVersion;
};

}  // namespace fastdeploy::pipeline

namespace fastdeploy::application::ocrsystem {

using PPOCRSystemv2 = pipeline::PPOCRv2;
using PPOCRSystemv3 = pipeline::PPOCRv3;
using PPOCRSystemv4 = pipeline::PPOCRv4;

}  // namespace fastdeploy::application::ocrsystem

namespace fastdeploy::pipeline {

namespace application = fastdeploy::application;  // 1.x has some of these names here

}  // namespace fastdeploy::pipeline
