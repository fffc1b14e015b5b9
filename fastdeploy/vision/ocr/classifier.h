// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/ocr/result.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::ocr {

/// Lines of text to the input of the angle classifier (PaddleOCR, resize_norm_img): to a fixed
/// height with the ratio kept, at most as wide as the tensor, normalised to -1..1; the rest of the
/// tensor is 0.
class FASTDEPLOY_DECL ClassifierPreprocessor : public ImagePreprocessor<ClassifierPreprocessor> {
 public:
  ClassifierPreprocessor();

  /// N lines to one tensor [N, 3, height, width] of ClsImageShape. Throws Error for no images, and
  /// for one that is not 8-bit BGR.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  /// {channels, height, width}; default {3, 48, 192}.
  void SetClsImageShape(const std::vector<int>& shape) { image_shape_ = shape; }
  [[nodiscard]] const std::vector<int>& GetClsImageShape() const { return image_shape_; }

 private:
  std::vector<int> image_shape_ = {3, 48, 192};
};

/// Scores [N, 2] to label (0: upright, 1: turned by 180 degrees) and score.
class FASTDEPLOY_DECL ClassifierPostprocessor {
 public:
  using Result = OCRResult;

  /// One result an image, with cls_labels and cls_scores of one entry.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs,
                                 const ClassifierPreprocessor::Geometry& images) const;
  /// The same in 1.x's shape: an error is logged and gives false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<int32_t>* labels,
           std::vector<float>* scores) const;

  /// A pipeline turns lines whose score is above this.
  void SetClsThresh(float thresh) { cls_thresh_ = thresh; }
  [[nodiscard]] float GetClsThresh() const { return cls_thresh_; }

 private:
  float cls_thresh_ = 0.9F;
};

/// Tells lines of text that are upside down.
class FASTDEPLOY_DECL Classifier
    : public Model<Classifier, ClassifierPreprocessor, ClassifierPostprocessor> {
 public:
  using Model::BatchPredict;
  using Model::Model;
  using Model::Predict;
  static constexpr const char* kName = "ppocr/ocr_cls";

  static Classifier Open(const ModelFiles& files, const RuntimeOption& option);

  // 1.x's shapes: an error is logged and gives false.
  bool Predict(const cv::Mat& image, int32_t* label, float* score);
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<int32_t>* labels,
                    std::vector<float>* scores);
  /// Only images start..end - 1; labels and scores keep the size of `images`.
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<int32_t>* labels,
                    std::vector<float>* scores, size_t start, size_t end);
  /// All results in one.
  bool BatchPredict(const std::vector<cv::Mat>& images, OCRResult* result);
};

}  // namespace fastdeploy::vision::ocr
