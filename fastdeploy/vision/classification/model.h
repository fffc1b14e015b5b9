// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/vision/classification/postprocessor.h"
#include "fastdeploy/vision/classification/preprocessor.h"
#include "fastdeploy/vision/model.h"

namespace fastdeploy::vision::classification {

/// Image classification with a model of PaddleClas or of PaddleX.
///
/// The network is loaded with the shape that its YAML fixes, for one image at a time: so its
/// weights take their final size at once, and BatchPredict gives the same bits as Predict.
/// RuntimeOption::SetInputShape asks for another shape or batch.
class PaddleClasModel
    : public Model<PaddleClasModel, PaddleClasPreprocessor, PaddleClasPostprocessor> {
 public:
  using Model::Model;
  using Model::Predict;

  /// 1.x's constructor never throws: an error is logged, Initialized() says so and LoadError() why.
  PaddleClasModel(const std::string& model_file, const std::string& params_file,
                  const std::string& config_file, const RuntimeOption& custom_option = {},
                  const ModelFormat& model_format = PADDLE);

  /// The same, throwing Error.
  static PaddleClasModel Load(const std::string& model_file, const std::string& params_file,
                              const std::string& config_file, const RuntimeOption& option = {},
                              const ModelFormat& model_format = PADDLE);

  /// What an exporter wrote into a folder: model, parameters and inference_cls.yaml or
  /// inference.yml. Throws Error.
  static PaddleClasModel Load(const std::string& folder, const RuntimeOption& option = {});

  /// 1.x's older call: also sets the postprocessor's topk.
  bool Predict(cv::Mat* image, ClassifyResult* result, int topk = 1);

  [[nodiscard]] std::string ModelName() const override { return "PaddleClas/Model"; }
};

/// Feature vectors of images, for retrieval (PP-ShiTuV2). Its YAML has the section RecPreProcess.
class PPShiTuV2Recognizer
    : public Model<PPShiTuV2Recognizer, PaddleClasPreprocessor, PPShiTuV2RecognizerPostprocessor> {
 public:
  using Model::Model;
  using Model::Predict;

  /// As PaddleClasModel's.
  PPShiTuV2Recognizer(const std::string& model_file, const std::string& params_file,
                      const std::string& config_file, const RuntimeOption& custom_option = {},
                      const ModelFormat& model_format = PADDLE);
  static PPShiTuV2Recognizer Load(const std::string& model_file, const std::string& params_file,
                                  const std::string& config_file, const RuntimeOption& option = {},
                                  const ModelFormat& model_format = PADDLE);
  static PPShiTuV2Recognizer Load(const std::string& folder, const RuntimeOption& option = {});

  bool Predict(cv::Mat* image, ClassifyResult* result) { return Predict(*image, result); }

  [[nodiscard]] std::string ModelName() const override { return "PPShiTuV2Recognizer"; }
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
