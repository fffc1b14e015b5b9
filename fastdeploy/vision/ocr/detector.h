// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/ocr/db_boxes.h"
#include "fastdeploy/vision/ocr/result.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::ocr {

/// Images to the input of a text detector: sides limited, made multiples of 32, normalised
/// (PaddleOCR, DetResizeForTest). BGR order is kept.
class FASTDEPLOY_DECL DBDetectorPreprocessor : public ImagePreprocessor<DBDetectorPreprocessor> {
 public:
  /// Of one image, in 1.x's shape: its width and height, and those it was resized to.
  using ImageInfo = std::array<int, 4>;
  /// Images of other sizes would be padded to one, which changes results: one at a time.
  static constexpr bool kOneByOne = true;

  DBDetectorPreprocessor();

  /// N images to one tensor [N, 3, H, W]; smaller ones are padded right and below with black.
  /// Throws Error for no images, and for one that is not 8-bit BGR.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;
  /// The same in 1.x's shape: an error is logged and gives false. GetBatchImgInfo keeps the sizes.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs);
  [[nodiscard]] const std::vector<ImageInfo>& GetBatchImgInfo() const { return infos_; }
  static std::vector<ImageInfo> InfosOf(const Geometry& images);

  /// The longer side is shrunk to this (pixels); smaller images stay. Default 960.
  void SetMaxSideLen(int max_side_len) { max_side_len_ = max_side_len; }
  [[nodiscard]] int GetMaxSideLen() const { return max_side_len_; }
  /// Every image to exactly DetImageShape, ratio not kept.
  void SetStaticShapeInfer(bool static_shape) { static_shape_ = static_shape; }
  [[nodiscard]] bool GetStaticShapeInfer() const { return static_shape_; }
  /// {channels, height, width}; default {3, 960, 960}.
  void SetDetImageShape(const std::vector<int>& shape) { image_shape_ = shape; }
  [[nodiscard]] const std::vector<int>& GetDetImageShape() const { return image_shape_; }

 private:
  [[nodiscard]] SizeRule Rule() const;

  int max_side_len_ = 960;
  bool static_shape_ = false;
  std::vector<int> image_shape_ = {3, 960, 960};
  std::vector<ImageInfo> infos_;
};

/// Probability maps [N, 1, H, W] to boxes of text; see FindBoxes.
class FASTDEPLOY_DECL DBDetectorPostprocessor {
 public:
  using Result = OCRResult;

  /// Boxes in pixels of the original images. Throws Error for another output, and for NaN.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs,
                                 const DBDetectorPreprocessor::Geometry& images) const;
  /// The same in 1.x's shape: an error is logged and gives false.
  bool Run(const std::vector<FDTensor>& tensors,
           std::vector<std::vector<std::array<int, 8>>>* results,
           const std::vector<DBDetectorPreprocessor::ImageInfo>& infos) const;
  /// The geometry of images of these sizes.
  static DBDetectorPreprocessor::Geometry GeometryOf(
      const std::vector<DBDetectorPreprocessor::ImageInfo>& infos);

  // 1.x's names for DBSettings.
  void SetDetDBThresh(double thresh) { settings_.thresh = static_cast<float>(thresh); }
  [[nodiscard]] double GetDetDBThresh() const { return settings_.thresh; }
  void SetDetDBBoxThresh(double thresh) { settings_.box_thresh = static_cast<float>(thresh); }
  [[nodiscard]] double GetDetDBBoxThresh() const { return settings_.box_thresh; }
  void SetDetDBUnclipRatio(double ratio) { settings_.unclip_ratio = static_cast<float>(ratio); }
  [[nodiscard]] double GetDetDBUnclipRatio() const { return settings_.unclip_ratio; }
  /// "fast" (PaddleOCR's default) or "slow". Throws Error for another.
  void SetDetDBScoreMode(const std::string& mode);
  [[nodiscard]] std::string GetDetDBScoreMode() const {
    return settings_.slow_score ? "slow" : "fast";
  }
  void SetUseDilation(int use) { settings_.use_dilation = use != 0; }
  [[nodiscard]] int GetUseDilation() const { return settings_.use_dilation ? 1 : 0; }

  void SetSettings(const DBSettings& settings) { settings_ = settings; }
  [[nodiscard]] const DBSettings& GetSettings() const { return settings_; }

 private:
  DBSettings settings_;
};

/// Finds the lines of text of an image (PP-OCR's detectors, all versions).
///
/// An `inference.yml` beside the model, as PaddleX exports it, sets the thresholds.
class FASTDEPLOY_DECL DBDetector
    : public Model<DBDetector, DBDetectorPreprocessor, DBDetectorPostprocessor> {
 public:
  using Model::BatchPredict;
  using Model::Model;
  using Model::Predict;

  static constexpr const char* kName = "ppocr/ocr_det";

  static DBDetector Open(const ModelFiles& files, const RuntimeOption& option);

  // 1.x's shapes: an error is logged and gives false.
  bool Predict(const cv::Mat& image, std::vector<std::array<int, 8>>* boxes);
  bool BatchPredict(const std::vector<cv::Mat>& images,
                    std::vector<std::vector<std::array<int, 8>>>* boxes);
};

}  // namespace fastdeploy::vision::ocr
