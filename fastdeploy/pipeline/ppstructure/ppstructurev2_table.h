// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/recognizer.h"
#include "fastdeploy/vision/ocr/structurev2_table.h"

namespace fastdeploy::pipeline {

/// Reads the table that an image shows: finds and recognises its lines of text, finds its cells,
/// and puts the texts into the cells, as HTML. Works as PaddleOCR's ppstructure/table/
/// predict_table.py does (TableSystem).
///
/// Holds clones of the models it is constructed from. They share the weights; changing or
/// destroying the originals later does not affect the pipeline. To change its own models, use
/// GetDetector, GetRecognizer and GetTable.
///
/// Thread safety is that of the models: any thread may call const members at any time, but only one
/// thread at a time Predict; give each thread a Clone().
class FASTDEPLOY_DECL PPStructureV2Table
    : public FastDeployModel,
      public vision::LoggedCalls<PPStructureV2Table, vision::OCRResult> {
 public:
  using Result = vision::OCRResult;

  PPStructureV2Table() = default;
  PPStructureV2Table(const vision::ocr::DBDetector& detector,
                     const vision::ocr::Recognizer& recognizer,
                     const vision::ocr::StructureV2Table& table);
  // 1.x's signature. Null stands for a model that was not loaded.
  PPStructureV2Table(const vision::ocr::DBDetector* detector,
                     const vision::ocr::Recognizer* recognizer,
                     const vision::ocr::StructureV2Table* table);

  /// Loads the models from a folder with det/, rec/ and table/, each as its exporter wrote it.
  /// Throws Error.
  static PPStructureV2Table Load(const std::string& folder, const RuntimeOption& option = {});

  /// Whether all of its models are loaded.
  [[nodiscard]] bool Initialized() const override;
  [[nodiscard]] std::string ModelName() const override { return "PPStructureV2Table"; }

  /// The table in one image (8-bit BGR), which should show nothing else: boxes, text and rec_scores
  /// of its lines of text, and table_boxes, table_structure and table_html. Throws Error.
  Result Predict(const cv::Mat& image);
  /// The results for several images, in order. Throws Error if any image fails.
  std::vector<Result> BatchPredict(std::span<const cv::Mat> images);

  using LoggedCalls::BatchPredict;
  using LoggedCalls::Predict;

  /// A pipeline for another thread that shares the weights. Thread-safe. Never null.
  [[nodiscard]] std::unique_ptr<PPStructureV2Table> Clone() const {
    return std::unique_ptr<PPStructureV2Table>(static_cast<PPStructureV2Table*>(NewClone()));
  }

  /// How lines are padded for the recogniser: see RecognizerPreprocessor::SetBatchSize. Returns
  /// false for an invalid number. Default 0: a line does not depend on the others. PaddleOCR's
  /// batches: 6.
  bool SetRecBatchSize(int size);
  [[nodiscard]] int GetRecBatchSize() const { return recognizer_.GetPreprocessor().GetBatchSize(); }

  [[nodiscard]] vision::ocr::DBDetector& GetDetector() { return detector_; }
  [[nodiscard]] vision::ocr::Recognizer& GetRecognizer() { return recognizer_; }
  [[nodiscard]] vision::ocr::StructureV2Table& GetTable() { return table_; }

 protected:
  [[nodiscard]] FastDeployModel* NewClone() const override { return new PPStructureV2Table(*this); }

 private:
  vision::ocr::DBDetector detector_;
  vision::ocr::Recognizer recognizer_;
  vision::ocr::StructureV2Table table_;
};

}  // namespace fastdeploy::pipeline

namespace fastdeploy::application::ocrsystem {

using PPStructureV2TableSystem = pipeline::PPStructureV2Table;

}  // namespace fastdeploy::application::ocrsystem

namespace fastdeploy::pipeline {

namespace application = fastdeploy::application;  // 1.x has this name here

}  // namespace fastdeploy::pipeline
