// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/segmentation/postprocessor.h"
#include "fastdeploy/vision/segmentation/preprocessor.h"

namespace fastdeploy::vision::segmentation {

/// Semantic segmentation with a model of PaddleSeg or of PaddleX: PP-LiteSeg, PP-HumanSeg, and all
/// others that give labels or scores for every pixel.
///
/// The network is loaded for one image at a time, with the size that the exporter or the transforms
/// fix; if they fix none, the network takes images of any size. Use RuntimeOption::SetInputShape
/// for another shape or batch size.
class FASTDEPLOY_DECL PaddleSegModel
    : public Model<PaddleSegModel, PaddleSegPreprocessor, PaddleSegPostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "PaddleSeg";

  static PaddleSegModel Open(const ModelFiles& files, const RuntimeOption& option);
};

}  // namespace fastdeploy::vision::segmentation
