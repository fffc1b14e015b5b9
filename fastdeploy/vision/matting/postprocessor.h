// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/matting/result.h"
#include "fastdeploy/vision/segmentation/preprocessor.h"

namespace fastdeploy::vision::matting {

/// Turns float32 alpha [N, 1, H, W] or [N, H, W] into results, resized linearly to the images.
/// Where a trimap is certain, alpha is first set to 0 or 1.
class FASTDEPLOY_DECL PPMattingPostprocessor {
 public:
  using Result = MattingResult;

  /// One result per image, its values not clamped. `trimaps`: none, or for every image as prepared
  /// for the network (8-bit, one channel). Throws Error for any other output, for NaN or infinity,
  /// and for trimaps of another size than the output.
  std::vector<MattingResult> Process(std::span<const FDTensor> outputs,
                                     const segmentation::PaddleSegPreprocessor::Geometry& geometry,
                                     std::span<const cv::Mat> trimaps = {}) const;
};

}  // namespace fastdeploy::vision::matting
