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
/// The network is loaded for one image at a time, in the size that the exporter or the transforms
/// fix; without one it takes images of every size. RuntimeOption::SetInputShape asks for another
/// shape or batch.
class FASTDEPLOY_DECL PaddleSegModel
    : public Model<PaddleSegModel, PaddleSegPreprocessor, PaddleSegPostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "PaddleSeg";

  static PaddleSegModel Open(const ModelFiles& files, const RuntimeOption& option);
};

}  // namespace fastdeploy::vision::segmentation
