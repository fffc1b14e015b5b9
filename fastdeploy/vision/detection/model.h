// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/postprocessor.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/named_model.h"

namespace fastdeploy::vision::detection {

/// Object detection and instance segmentation with a model of PaddleDetection or of PaddleX,
/// whatever its architecture: the YAML defines how to prepare images, and the outputs are
/// recognised by their form.
///
/// The network is loaded for one image at a time, with the size that the YAML fixes; if it fixes
/// none, the network takes images of any size. Use RuntimeOption::SetInputShape for another shape
/// or batch size.
class FASTDEPLOY_DECL PPDetBase
    : public Model<PPDetBase, PaddleDetPreprocessor, PaddleDetPostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "PaddleDetection";

  static PPDetBase Open(const ModelFiles& files, const RuntimeOption& option);

  /// Kept for 1.x, where it only warned: every architecture is accepted.
  [[nodiscard]] bool CheckArch() const { return true; }
};

// 1.x's classes for architectures, and classes for later ones. Each loads a model of any
// architecture. Their clones are held as PPDetBase, as in 1.x.
class FASTDEPLOY_DECL PaddleDetectionModel
    : public NamedModel<PaddleDetectionModel, PPDetBase, "PaddleDetectionModel"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL CascadeRCNN
    : public NamedModel<CascadeRCNN, PPDetBase, "PaddleDetection/CascadeRCNN"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL FCOS : public NamedModel<FCOS, PPDetBase, "PaddleDetection/FCOS"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL FasterRCNN
    : public NamedModel<FasterRCNN, PPDetBase, "PaddleDetection/FasterRCNN"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL GFL : public NamedModel<GFL, PPDetBase, "PaddleDetection/GFL"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL MaskRCNN
    : public NamedModel<MaskRCNN, PPDetBase, "PaddleDetection/MaskRCNN"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PPDocLayout : public NamedModel<PPDocLayout, PPDetBase, "PPDocLayout"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PPYOLO : public NamedModel<PPYOLO, PPDetBase, "PaddleDetection/PP-YOLO"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PPYOLOE : public NamedModel<PPYOLOE, PPDetBase, "PPYOLOE"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PPYOLOER : public NamedModel<PPYOLOER, PPDetBase, "PPYOLOER"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PPYOLOESOD
    : public NamedModel<PPYOLOESOD, PPDetBase, "PaddleDetection/PPYOLOESOD"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PSSDet : public NamedModel<PSSDet, PPDetBase, "PaddleDetection/PSSDet"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PaddleYOLOX
    : public NamedModel<PaddleYOLOX, PPDetBase, "PaddleDetection/YOLOX"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PaddleYOLOv5
    : public NamedModel<PaddleYOLOv5, PPDetBase, "PaddleDetection/YOLOv5"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PaddleYOLOv6
    : public NamedModel<PaddleYOLOv6, PPDetBase, "PaddleDetection/YOLOv6"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PaddleYOLOv7
    : public NamedModel<PaddleYOLOv7, PPDetBase, "PaddleDetection/YOLOv7"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PaddleYOLOv8
    : public NamedModel<PaddleYOLOv8, PPDetBase, "PaddleDetection/YOLOv8"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL PicoDet : public NamedModel<PicoDet, PPDetBase, "PicoDet"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL RTDETR : public NamedModel<RTDETR, PPDetBase, "RTDETR"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL RTMDet : public NamedModel<RTMDet, PPDetBase, "PaddleDetection/RTMDet"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL RetinaNet
    : public NamedModel<RetinaNet, PPDetBase, "PaddleDetection/RetinaNet"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL SOLOv2 : public NamedModel<SOLOv2, PPDetBase, "SOLOv2"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL SSD : public NamedModel<SSD, PPDetBase, "PaddleDetection/SSD"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL TOOD : public NamedModel<TOOD, PPDetBase, "PaddleDetection/TOOD"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL TTFNet : public NamedModel<TTFNet, PPDetBase, "PaddleDetection/TTFNet"> {
  using NamedModel::NamedModel;
};
class FASTDEPLOY_DECL YOLOv3 : public NamedModel<YOLOv3, PPDetBase, "PaddleDetection/YOLOv3"> {
  using NamedModel::NamedModel;
};

}  // namespace fastdeploy::vision::detection
