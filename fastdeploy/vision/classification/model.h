// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/classification/postprocessor.h"
#include "fastdeploy/vision/classification/preprocessor.h"
#include "fastdeploy/vision/model.h"

namespace fastdeploy::vision::classification {

/// Image classification with a model of PaddleClas or of PaddleX.
///
/// The network is loaded with the shape that its YAML fixes, for one image at a time: its weights
/// then have their final layout at once, and BatchPredict gives bitwise the same results as
/// Predict. Use RuntimeOption::SetInputShape for another shape or batch size.
class FASTDEPLOY_DECL PaddleClasModel
    : public Model<PaddleClasModel, PaddleClasPreprocessor, PaddleClasPostprocessor> {
 public:
  using Model::Model;
  using Model::Predict;
  static constexpr const char* kName = "PaddleClas/Model";

  /// 1.x's older calls, which also set the postprocessor's topk.
  bool Predict(cv::Mat* image, ClassifyResult* result) { return Predict(image, result, 1); }
  bool Predict(cv::Mat* image, ClassifyResult* result, int topk);

  static PaddleClasModel Open(const ModelFiles& files, const RuntimeOption& option);
};

/// Feature vectors of images, for retrieval (PP-ShiTuV2). The YAML needs the section RecPreProcess.
class FASTDEPLOY_DECL PPShiTuV2Recognizer
    : public Model<PPShiTuV2Recognizer, PaddleClasPreprocessor, PPShiTuV2RecognizerPostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "PPShiTuV2Recognizer";

  static PPShiTuV2Recognizer Open(const ModelFiles& files, const RuntimeOption& option);
};

using PPLCNet = PaddleClasModel;
using PPLCNetv2 = PaddleClasModel;
using EfficientNet = PaddleClasModel;
using GhostNet = PaddleClasModel;
using MobileNetv1 = PaddleClasModel;
using MobileNetv2 = PaddleClasModel;
using MobileNetv3 = PaddleClasModel;
using ShuffleNetv2 = PaddleClasModel;
using SqueezeNet = PaddleClasModel;
using Inceptionv3 = PaddleClasModel;
using PPHGNet = PaddleClasModel;
using ResNet50vd = PaddleClasModel;
using SwinTransformer = PaddleClasModel;

}  // namespace fastdeploy::vision::classification
