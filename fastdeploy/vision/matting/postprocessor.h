// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/matting/result.h"
#include "fastdeploy/vision/segmentation/preprocessor.h"

namespace fastdeploy::vision::matting {

/// Alpha [N, 1, H, W] (or [N, H, W]) of float32, linearly to the size of the image.
class FASTDEPLOY_DECL PPMattingPostprocessor {
 public:
  using Result = MattingResult;

  /// Values are as the network gives them. Throws Error for another output, for NaN and infinity.
  std::vector<MattingResult> Process(
      std::span<const FDTensor> outputs,
      const segmentation::PaddleSegPreprocessor::Geometry& geometry) const;
};

}  // namespace fastdeploy::vision::matting
