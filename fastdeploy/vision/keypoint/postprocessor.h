// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/keypoint/result.h"

namespace fastdeploy::vision::keypointdetection {

/// Turns float32 heatmaps [N, joints, H, W], one for each key point, into points: the pixel with
/// the maximum, refined. The arithmetic is that of PaddleDetection's
/// deploy/python/keypoint_postprocess.py. An output with the places of the maxima is not needed.
class FASTDEPLOY_DECL PPTinyPosePostprocessor {
 public:
  using Result = KeyPointDetectionResult;

  PPTinyPosePostprocessor() = default;
  explicit PPTinyPosePostprocessor(const detection::DetectionConfig& config)
      : draw_threshold_(config.draw_threshold) {}

  /// The points of one person for each image. Throws Error for other outputs, and for NaN or
  /// infinity.
  std::vector<KeyPointDetectionResult> Process(
      std::span<const FDTensor> outputs,
      const detection::PaddleDetPreprocessor::Geometry& geometry) const;

  /// How points are refined to less than a pixel of the heatmap. True: by the second derivatives of
  /// the blurred heatmap's logarithm (DARK: Zhang et al., CVPR 2020). False: by a quarter pixel
  /// towards the higher neighbour.
  bool use_dark = true;

  /// The YAML's minimum score of points to draw.
  [[nodiscard]] float GetDrawThreshold() const { return draw_threshold_; }

 private:
  float draw_threshold_ = 0.5F;
};

}  // namespace fastdeploy::vision::keypointdetection
