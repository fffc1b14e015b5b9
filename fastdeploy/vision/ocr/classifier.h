// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/ocr/result.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::ocr {

/// Turns lines of text into the input of the angle classifier (PaddleOCR, resize_norm_img): resized
/// to a fixed height, ratio kept, but at most as wide as the tensor, and normalised to -1..1. The
/// rest of the tensor is 0. For the classifiers of PP-OCRv5 (PaddleX, PP-LCNet_x1_0_textline_ori):
/// stretched to the size of the tensor, in RGB, normalised with ImageNet's statistics.
class FASTDEPLOY_DECL ClassifierPreprocessor : public ImagePreprocessor<ClassifierPreprocessor> {
 public:
  ClassifierPreprocessor();

  /// Writes N lines into one float32 tensor [N, 3, height, width], as ClsImageShape says. Throws
  /// Error if there are no images, or if one is not 8-bit BGR.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  using ImagePreprocessor::Run;
  /// The same for the lines start..end - 1.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs, size_t start,
           size_t end) const;

  /// {channels, height, width}; default {3, 48, 192}, or the model's.
  void SetClsImageShape(const std::vector<int>& shape);
  [[nodiscard]] const std::vector<int>& GetClsImageShape() const { return image_shape_; }

  /// Prepares lines as the classifiers of PP-OCRv5 want it.
  static ClassifierPreprocessor Stretching();
  /// Prepares lines with these steps, which must give them a fixed size. Throws Error if they do
  /// not.
  static ClassifierPreprocessor FromSteps(const Preparation& preparation);

 private:
  std::vector<int> image_shape_ = {3, 48, 192};
};

/// Turns float32 scores [N, 2] into a label (0: upright, 1: rotated by 180 degrees) and its score.
class FASTDEPLOY_DECL ClassifierPostprocessor {
 public:
  using Result = OCRResult;

  /// One result per image, with one entry in cls_labels and in cls_scores. Throws Error for any
  /// other output, and for NaN or infinity.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs,
                                 const ClassifierPreprocessor::Geometry& images) const;
  /// The same for this number of images.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs, size_t images) const {
    return Process(outputs, ClassifierPreprocessor::Geometry(images));
  }
  /// The same with 1.x's signature: logs an error and returns false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<int32_t>* labels,
           std::vector<float>* scores) const;
  /// Writes the results of a part of `total` lines to their places in `labels` and `scores`, which
  /// get that size.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<int32_t>* labels,
           std::vector<float>* scores, size_t start, size_t total) const;

  /// A pipeline rotates upside-down lines with a score above this. Default 0.9; 0 for the
  /// classifiers of PP-OCRv5, as in PaddleX.
  void SetClsThresh(float thresh) { cls_thresh_ = thresh; }
  [[nodiscard]] float GetClsThresh() const { return cls_thresh_; }

 private:
  float cls_thresh_ = 0.9F;
};

/// Detects lines of text that are upside down.
///
/// An `inference.yml` beside the model, as exported by PaddleX, says how lines are prepared.
/// Without one, the shape of the model's input tells: 80 x 160 is PP-OCRv5's.
class FASTDEPLOY_DECL Classifier
    : public Model<Classifier, ClassifierPreprocessor, ClassifierPostprocessor> {
 public:
  using Model::BatchPredict;
  using Model::Model;
  using Model::Predict;
  static constexpr const char* kName = "ppocr/ocr_cls";

  static Classifier Open(const ModelFiles& files, const RuntimeOption& option);

  // 1.x's signatures: they log an error and return false.
  bool Predict(const cv::Mat& image, int32_t* label, float* score);
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<int32_t>* labels,
                    std::vector<float>* scores);
  /// Classifies only images start..end - 1. `labels` and `scores` have the size of `images`.
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<int32_t>* labels,
                    std::vector<float>* scores, size_t start, size_t end);
  /// Puts the results of all images into one.
  bool BatchPredict(const std::vector<cv::Mat>& images, OCRResult* result);
};

}  // namespace fastdeploy::vision::ocr
