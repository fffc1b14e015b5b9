// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/matting/postprocessor.h"
#include "fastdeploy/vision/model.h"

namespace fastdeploy::vision::matting {

/// Image matting, which estimates how much of each pixel is foreground, with a model from
/// PaddleSeg's Matting folder that takes only the image: PP-Matting, PP-MattingV2, PP-HumanMatting,
/// MODNet.
class FASTDEPLOY_DECL PPMatting
    : public Model<PPMatting, segmentation::PaddleSegPreprocessor, PPMattingPostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "PaddleMatting";

  static PPMatting Open(const ModelFiles& files, const RuntimeOption& option);
};

}  // namespace fastdeploy::vision::matting
