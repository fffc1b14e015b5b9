// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/postprocessor.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/model.h"

namespace fastdeploy::vision::detection {

/// Object detection and instance segmentation with a model of PaddleDetection or of PaddleX,
/// whatever its architecture: the YAML defines how to prepare images, and the outputs are
/// recognised by their form.
///
/// The network is loaded for one image at a time, with the size that the YAML fixes; if it fixes
/// none, the network takes images of any size. Use RuntimeOption::SetInputShape for another shape
/// or batch size.
class FASTDEPLOY_DECL PaddleDetectionModel
    : public Model<PaddleDetectionModel, PaddleDetPreprocessor, PaddleDetPostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "PaddleDetection";

  static PaddleDetectionModel Open(const ModelFiles& files, const RuntimeOption& option);
};

// 1.x's names for architectures, and names for later ones. They are all the same class.
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
