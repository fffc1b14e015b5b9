// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/ocr/dictionary.h"
#include "fastdeploy/vision/ocr/result.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::ocr {

/// Lines of text to the input of the recogniser (PaddleOCR, resize_norm_img): to a fixed height
/// with the ratio kept, normalised to -1..1. The tensor is as wide as the widest line of the batch
/// needs, and at least as RecImageShape; the rest of it is 0.
class FASTDEPLOY_DECL RecognizerPreprocessor : public ImagePreprocessor<RecognizerPreprocessor> {
 public:
  RecognizerPreprocessor();

  /// N lines to one tensor [N, 3, height, width]. Throws Error for no images, and for one that is
  /// not 8-bit BGR.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  /// {channels, height, width}; default {3, 48, 320}, with the height of the model.
  void SetRecImageShape(const std::vector<int>& shape) { image_shape_ = shape; }
  [[nodiscard]] const std::vector<int>& GetRecImageShape() const { return image_shape_; }
  /// Every tensor exactly as wide as RecImageShape; longer lines are squeezed.
  void SetStaticShapeInfer(bool static_shape) { static_shape_ = static_shape; }
  [[nodiscard]] bool GetStaticShapeInfer() const { return static_shape_; }

 private:
  std::vector<int> image_shape_ = {3, 48, 320};
  bool static_shape_ = false;
};

/// Probabilities [N, steps, classes] to texts; see DecodeCtc.
class FASTDEPLOY_DECL RecognizerPostprocessor {
 public:
  using Result = OCRResult;

  RecognizerPostprocessor() = default;
  /// Reads a dictionary file. Throws Error.
  explicit RecognizerPostprocessor(const std::string& label_path)
      : RecognizerPostprocessor(Dictionary::FromFile(label_path)) {}
  explicit RecognizerPostprocessor(Dictionary dictionary)
      : dictionary_(std::make_shared<const Dictionary>(std::move(dictionary))) {}

  /// One result an image, with text and rec_scores of one entry. Throws Error where the dictionary
  /// does not fit the model's number of classes.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs,
                                 const RecognizerPreprocessor::Geometry& images) const;
  /// The same in 1.x's shape: an error is logged and gives false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<std::string>* texts,
           std::vector<float>* scores) const;

  /// Fixes the number of classes. Throws Error where the dictionary does not fit it.
  void SetClasses(size_t classes);
  [[nodiscard]] const Dictionary& GetDictionary() const { return *dictionary_; }

 private:
  std::shared_ptr<const Dictionary> dictionary_ = std::make_shared<const Dictionary>();
  /// The text of every class, where their number is known from the start; shared by clones.
  std::shared_ptr<const std::vector<std::string>> classes_;
};

/// Reads lines of text (PP-OCR's recognisers, all versions).
class FASTDEPLOY_DECL Recognizer
    : public Model<Recognizer, RecognizerPreprocessor, RecognizerPostprocessor> {
 public:
  using Model::BatchPredict;
  using Model::Model;
  using Model::Predict;

  static constexpr const char* kName = "ppocr/ocr_rec";
  static constexpr std::string ModelFiles::*kThirdFile = &ModelFiles::labels;

  /// A dictionary that is not given is the only .txt file of the model's folder (if the model was
  /// named by it), or the `character` entry of the model's ONNX metadata, or `character_dict` of
  /// the `inference.yml` beside it.
  static Recognizer Open(const ModelFiles& files, const RuntimeOption& option);

  // 1.x's shapes: an error is logged and gives false.
  bool Predict(const cv::Mat& image, std::string* text, float* score);
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<std::string>* texts,
                    std::vector<float>* scores);
  /// Only the images indices[start..end - 1] (or start..end - 1 without indices); texts and scores
  /// keep the size and the order of `images`.
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<std::string>* texts,
                    std::vector<float>* scores, size_t start, size_t end,
                    const std::vector<int>& indices);
  /// All results in one.
  bool BatchPredict(const std::vector<cv::Mat>& images, OCRResult* result);
};

}  // namespace fastdeploy::vision::ocr
