// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/vision/detection/postprocessor.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/model.h"

namespace fastdeploy::vision::detection {

/// Object detection and instance segmentation with a model of PaddleDetection or of PaddleX,
/// whatever its architecture: the YAML says how images are prepared, the outputs what they are.
///
/// The network is loaded for one image at a time, in the size that the YAML fixes; without one it
/// takes images of every size. RuntimeOption::SetInputShape asks for another shape or batch.
class PaddleDetectionModel
    : public Model<PaddleDetectionModel, PaddleDetPreprocessor, PaddleDetPostprocessor> {
 public:
  using Model::Model;
  using Model::Predict;

  /// 1.x's constructor never throws: an error is logged, Initialized() says so and LoadError() why.
  PaddleDetectionModel(const std::string& model_file, const std::string& params_file,
                       const std::string& config_file, const RuntimeOption& custom_option = {},
                       const ModelFormat& model_format = PADDLE);

  /// The same, throwing Error.
  static PaddleDetectionModel Load(const std::string& model_file, const std::string& params_file,
                                   const std::string& config_file, const RuntimeOption& option = {},
                                   const ModelFormat& model_format = PADDLE);

  /// What an exporter wrote into a folder: model, parameters and YAML. Throws Error.
  static PaddleDetectionModel Load(const std::string& folder, const RuntimeOption& option = {});

  /// 1.x's older call.
  bool Predict(cv::Mat* image, DetectionResult* result) { return Predict(*image, result); }

  [[nodiscard]] std::string ModelName() const override { return "PaddleDetection"; }
};

// 1.x's names of architectures, and those that came after it. The class is the same.
using CascadeRCNN = PaddleDetectionModel;
using FCOS = PaddleDetectionModel;
using FasterRCNN = PaddleDetectionModel;
using GFL = PaddleDetectionModel;
using MaskRCNN = PaddleDetectionModel;
using PPDocLayout = PaddleDetectionModel;
using PPYOLO = PaddleDetectionModel;
using PPYOLOE = PaddleDetectionModel;
using PPYOLOER = PaddleDetectionModel;
using PPYOLOESOD = PaddleDetectionModel;
using PSSDet = PaddleDetectionModel;
using PaddleYOLOX = PaddleDetectionModel;
using PaddleYOLOv5 = PaddleDetectionModel;
using PaddleYOLOv6 = PaddleDetectionModel;
using PaddleYOLOv7 = PaddleDetectionModel;
using PaddleYOLOv8 = PaddleDetectionModel;
using PicoDet = PaddleDetectionModel;
using RTDETR = PaddleDetectionModel;
using RTMDet = PaddleDetectionModel;
using RetinaNet = PaddleDetectionModel;
using SOLOv2 = PaddleDetectionModel;
using SSD = PaddleDetectionModel;
using TOOD = PaddleDetectionModel;
using TTFNet = PaddleDetectionModel;
using YOLOv3 = PaddleDetectionModel;

}  // namespace fastdeploy::vision::detection
