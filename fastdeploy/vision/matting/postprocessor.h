// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/matting/result.h"
#include "fastdeploy/vision/segmentation/preprocessor.h"

namespace fastdeploy::vision::matting {

/// Turns float32 alpha [N, 1, H, W] or [N, H, W] into results, resized linearly to the images.
class FASTDEPLOY_DECL PPMattingPostprocessor {
 public:
  using Result = MattingResult;

  /// One result per image, its values not clamped. Throws Error for any other output, and for NaN
  /// or infinity.
  std::vector<MattingResult> Process(
      std::span<const FDTensor> outputs,
      const segmentation::PaddleSegPreprocessor::Geometry& geometry) const;
};

}  // namespace fastdeploy::vision::matting
