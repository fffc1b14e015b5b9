// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/detection/result.h"
#include "fastdeploy/vision/model.h"

namespace fastdeploy::vision::ocr {

/// Turns pages into the input of a layout model (PaddleOCR, ppstructure/layout/predict_layout.py):
/// stretched to a fixed size, normalised with ImageNet's statistics in the BGR order.
class FASTDEPLOY_DECL StructureV2LayoutPreprocessor : public detection::PaddleDetPreprocessor {
 public:
  /// 1.x's type for the sizes of an image: {width, height, resized width, resized height}.
  using ImageInfo = std::array<int, 4>;

  StructureV2LayoutPreprocessor();

  /// Process with 1.x's signature: logs an error and returns false. GetBatchLayoutImgInfo then
  /// points to the sizes.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs);
  bool Apply(FDMatBatch* batch, std::vector<FDTensor>* outputs) {
    return Run(batch->mats, outputs);
  }
  [[nodiscard]] const std::vector<ImageInfo>* GetBatchLayoutImgInfo() const { return &infos_; }
  static std::vector<ImageInfo> InfosOf(const Geometry& batch);

  /// {channels, height, width}; default {3, 800, 608}, or the model's. Throws Error unless there
  /// are 3 channels and sides from 1 to 16384.
  void SetLayoutImageShape(const std::vector<int>& shape);
  [[nodiscard]] const std::vector<int>& GetLayoutImageShape() const { return image_shape_; }
  /// Only true, as in 1.x. Throws Error for false.
  void SetStaticShapeInfer(bool static_shape);
  [[nodiscard]] bool GetStaticShapeInfer() const { return true; }

 private:
  std::vector<int> image_shape_;
  std::vector<ImageInfo> infos_;
};

/// Turns the raw heads of a layout model (PicoDet), scores and distributions of the distances to
/// the sides, into boxes, with suppression in each class: PaddleDetPostprocessor's, with 1.x's
/// settings.
class FASTDEPLOY_DECL StructureV2LayoutPostprocessor {
 public:
  using Result = DetectionResult;

  /// The regions of each page, grouped by class. Throws Error for any other output, for NaN or
  /// infinity, and for another number of classes than the one that was set.
  std::vector<DetectionResult> Process(std::span<const FDTensor> outputs,
                                       const StructureV2LayoutPreprocessor::Geometry& batch) const;
  /// The same with 1.x's signature: logs an error and returns false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<DetectionResult>* results,
           const std::vector<StructureV2LayoutPreprocessor::ImageInfo>& infos) const;
  /// The geometry of pages of these sizes.
  static StructureV2LayoutPreprocessor::Geometry GeometryOf(
      const std::vector<StructureV2LayoutPreprocessor::ImageInfo>& infos);

  /// Regions have a score above this. Default 0.4.
  void SetScoreThreshold(float threshold) { score_threshold_ = threshold; }
  [[nodiscard]] float GetScoreThreshold() const { return score_threshold_; }
  /// Of two regions of a class whose overlap is above this, the better one is kept. Default 0.5.
  void SetNMSThreshold(float threshold) { nms_threshold_ = threshold; }
  [[nodiscard]] float GetNMSThreshold() const { return nms_threshold_; }
  /// The number of classes, which outputs must have; 0: any. Default: the model's, or 0.
  void SetNumClass(int num_class) { num_class_ = num_class; }
  [[nodiscard]] int GetNumClass() const { return num_class_; }
  /// Pixels per cell of each level. Default {8, 16, 32, 64}.
  void SetFPNStride(const std::vector<int>& strides) { fpn_stride_ = strides; }
  [[nodiscard]] const std::vector<int>& GetFPNStride() const { return fpn_stride_; }
  /// Kept for 1.x, which takes it from the outputs, too.
  void SetRegMax(int reg_max) { reg_max_ = reg_max; }
  [[nodiscard]] int GetRegMax() const { return reg_max_; }

 private:
  float score_threshold_ = 0.4F;
  float nms_threshold_ = 0.5F;
  int num_class_ = 0;
  int reg_max_ = 8;
  std::vector<int> fpn_stride_ = {8, 16, 32, 64};
};

/// Finds the regions of a page: text, titles, figures, tables, ... (PP-StructureV2's layout models,
/// exported without postprocessing). No YAML is needed.
class FASTDEPLOY_DECL StructureV2Layout
    : public Model<StructureV2Layout, StructureV2LayoutPreprocessor,
                   StructureV2LayoutPostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "pp-structurev2-layout";

  static StructureV2Layout Open(const ModelFiles& files, const RuntimeOption& option);
};

}  // namespace fastdeploy::vision::ocr

namespace fastdeploy::application::ocrsystem {

using PPStructureV2LayoutSystem = vision::ocr::StructureV2Layout;

}  // namespace fastdeploy::application::ocrsystem

namespace fastdeploy::pipeline {

using PPStructureV2Layout = vision::ocr::StructureV2Layout;
namespace application = fastdeploy::application;  // 1.x has this name here

}  // namespace fastdeploy::pipeline
