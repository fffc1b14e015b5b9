// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/ocr/text_line.h"
#include "fastdeploy/vision/result/result.h"

namespace fastdeploy::vision::ocr {

/// Lines of text to the input of the angle classifier; see TextLineTransform. A value.
class ClassifierPreprocessor {
 public:
  /// How many images there are.
  using Geometry = size_t;
  struct Scratch {
    cv::Mat resized;
  };

  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;
  /// The same in 1.x's shape: an error is logged and gives false.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) const;

  /// {channels, height, width}; default {3, 48, 192}.
  void SetClsImageShape(const std::vector<int>& shape) { image_shape_ = shape; }
  [[nodiscard]] const std::vector<int>& GetClsImageShape() const { return image_shape_; }
  void SetNormalize(const std::vector<float>& mean, const std::vector<float>& std, bool is_scale);
  [[nodiscard]] const Normalize& GetNormalize() const { return transform_.normalize; }
  void DisableNormalize() { transform_.layout.normalize = false; }
  void DisablePermute() { transform_.layout.chw = false; }
  [[nodiscard]] const Layout& GetLayout() const { return transform_.layout; }

 private:
  TextLineTransform transform_;
  std::vector<int> image_shape_ = {3, 48, 192};
};

/// Scores [N, 2] to label (0: upright, 1: turned by 180 degrees) and score.
class ClassifierPostprocessor {
 public:
  using Result = OCRResult;

  /// One result an image, with cls_labels and cls_scores of one entry.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs, size_t images) const;
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
class Classifier : public Model<Classifier, ClassifierPreprocessor, ClassifierPostprocessor> {
 public:
  using Model::BatchPredict;
  using Model::Model;
  using Model::Predict;

  /// As DBDetector's.
  explicit Classifier(const std::string& model_file, const std::string& params_file = "",
                      const RuntimeOption& custom_option = {},
                      const ModelFormat& model_format = PADDLE);
  static Classifier Load(const std::string& model_file, const std::string& params_file = "",
                         const RuntimeOption& option = {},
                         const ModelFormat& model_format = PADDLE);
  static Classifier Load(const std::string& folder, const RuntimeOption& option) {
    return Load(folder, "", option);
  }

  // 1.x's shapes: an error is logged and gives false.
  bool Predict(const cv::Mat& image, int32_t* label, float* score);
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<int32_t>* labels,
                    std::vector<float>* scores);
  /// Only images start..end - 1; labels and scores keep the size of `images`.
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<int32_t>* labels,
                    std::vector<float>* scores, size_t start, size_t end);
  /// All results in one.
  bool BatchPredict(const std::vector<cv::Mat>& images, OCRResult* result);

  [[nodiscard]] std::string ModelName() const override { return "ppocr/ocr_cls"; }
};

}  // namespace fastdeploy::vision::ocr
