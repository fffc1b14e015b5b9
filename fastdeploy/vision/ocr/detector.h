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

/// Turns images into the input of a text detector: limits the sides, rounds them to multiples of
/// 32, and normalises (PaddleOCR, DetResizeForTest). Keeps the BGR order unless the model's YAML
/// says otherwise. Pictures whose width + height is below 64 are padded to at least 32 x 32 first.
class FASTDEPLOY_DECL DBDetectorPreprocessor : public ImagePreprocessor<DBDetectorPreprocessor> {
 public:
  /// 1.x's type for the sizes of an image: {width, height, resized width, resized height}.
  using ImageInfo = std::array<int, 4>;
  /// A batch of different sizes would be padded, which changes results, so images run one at a
  /// time.
  static constexpr bool kOneByOne = true;

  DBDetectorPreprocessor();

  /// Writes N images into one float32 tensor [N, 3, H, W]; pads smaller ones on the right and below
  /// with black. Throws Error if there are no images, or if one is not 8-bit BGR.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;
  /// The same with 1.x's signature: logs an error and returns false. GetBatchImgInfo then points
  /// to the sizes.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs);
  [[nodiscard]] const std::vector<ImageInfo>* GetBatchImgInfo() const { return &infos_; }
  static std::vector<ImageInfo> InfosOf(const Geometry& images);

  /// What LimitSideLen limits, always with the ratio kept: "max": the longer side is shrunk to it;
  /// "min": the shorter side is enlarged to it; "resize_long": the longer side becomes exactly this
  /// long. The defaults are the model's: "max", 960 for PP-OCRv2 to v4; "min", 64 for v5 and v6 (a
  /// page keeps its size up to MaxSideLimit). Throws Error for another type.
  void SetLimitType(const std::string& type);
  [[nodiscard]] const std::string& GetLimitType() const { return limit_type_; }
  /// In pixels. Throws Error unless it is from 1 to 65536.
  void SetLimitSideLen(int side);
  [[nodiscard]] int GetLimitSideLen() const { return limit_side_len_; }
  /// Shrinks the longer side to this in any case (pixels). Default 4000. Throws Error unless it is
  /// from 1 to 65536.
  void SetMaxSideLimit(int side);
  [[nodiscard]] int GetMaxSideLimit() const { return max_side_limit_; }
  /// 1.x's name for the length of the longer side to which larger images are shrunk: sets LimitType
  /// "max" and LimitSideLen.
  void SetMaxSideLen(int max_side_len);
  [[nodiscard]] int GetMaxSideLen() const;
  /// Brings every image to exactly DetImageShape. On for a model whose input has a fixed shape.
  void SetStaticShapeInfer(bool static_shape) { static_shape_ = static_shape; }
  [[nodiscard]] bool GetStaticShapeInfer() const { return static_shape_; }
  /// With StaticShapeInfer: keep the ratio of an image and pad it on the right and below with black
  /// (on for a model whose input has a fixed shape); off: stretch it.
  void SetKeepRatio(bool keep_ratio) { keep_ratio_ = keep_ratio; }
  [[nodiscard]] bool GetKeepRatio() const { return keep_ratio_; }
  /// {channels, height, width}; default {3, 960, 960}. With a width of -1, the width is what the
  /// ratio requires, rounded up to a multiple of 32.
  void SetDetImageShape(const std::vector<int>& shape) { image_shape_ = shape; }
  [[nodiscard]] const std::vector<int>& GetDetImageShape() const { return image_shape_; }
  /// Channels in the order RGB instead of BGR.
  void SetRgb(bool rgb) { preparation_.layout.rgb = rgb; }

 private:
  [[nodiscard]] std::vector<transform::Step> Steps() const;

  std::string limit_type_ = "max";
  int limit_side_len_ = 960;
  int max_side_limit_ = 4000;
  bool static_shape_ = false;
  bool keep_ratio_ = false;
  std::vector<int> image_shape_ = {3, 960, 960};
  std::vector<ImageInfo> infos_;
};

/// Turns probability maps [N, 1, H, W] into text boxes; see FindBoxes.
class FASTDEPLOY_DECL DBDetectorPostprocessor {
 public:
  using Result = OCRResult;

  /// The boxes, in pixels of the original images. Throws Error for any other output, and for NaN or
  /// infinity.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs,
                                 const DBDetectorPreprocessor::Geometry& images) const;
  /// The same with 1.x's signature: logs an error and returns false.
  bool Run(const std::vector<FDTensor>& tensors,
           std::vector<std::vector<std::array<int, 8>>>* results,
           const std::vector<DBDetectorPreprocessor::ImageInfo>& infos) const;
  /// The geometry of images of these sizes.
  static DBDetectorPreprocessor::Geometry GeometryOf(
      const std::vector<DBDetectorPreprocessor::ImageInfo>& infos);

  // 1.x's names for the fields of DBSettings.
  void SetDetDBThresh(double thresh) { settings_.thresh = static_cast<float>(thresh); }
  [[nodiscard]] double GetDetDBThresh() const { return settings_.thresh; }
  void SetDetDBBoxThresh(double thresh) { settings_.box_thresh = static_cast<float>(thresh); }
  [[nodiscard]] double GetDetDBBoxThresh() const { return settings_.box_thresh; }
  /// Throws Error unless it is from 0 to kMaxUnclipRatio.
  void SetDetDBUnclipRatio(double ratio);
  [[nodiscard]] double GetDetDBUnclipRatio() const { return settings_.unclip_ratio; }
  /// "fast" (PaddleOCR's default) or "slow". Throws Error for any other mode.
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

/// Finds the lines of text in an image (PP-OCR's detectors, all versions).
///
/// An `inference.yml` beside the model, as exported by PaddleX, sets the size of its input, the
/// normalisation and the thresholds. A model whose input has a fixed height and width gets every
/// image in that shape.
class FASTDEPLOY_DECL DBDetector
    : public Model<DBDetector, DBDetectorPreprocessor, DBDetectorPostprocessor> {
 public:
  using Model::BatchPredict;
  using Model::Model;
  using Model::Predict;

  static constexpr const char* kName = "ppocr/ocr_det";

  static DBDetector Open(const ModelFiles& files, const RuntimeOption& option);

  // 1.x's signatures: they log an error and return false.
  bool Predict(const cv::Mat& image, std::vector<std::array<int, 8>>* boxes);
  bool BatchPredict(const std::vector<cv::Mat>& images,
                    std::vector<std::vector<std::array<int, 8>>>* boxes);
};

}  // namespace fastdeploy::vision::ocr
