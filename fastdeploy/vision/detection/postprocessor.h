// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/operators/multiclass_nms.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/detection/result.h"

namespace fastdeploy::vision::detection {

/// Of non-maximum suppression outside of the network, under 1.x's names.
using NMSOption = NmsAttributes;
/// The same for turned boxes, with 1.x's other defaults.
struct NMSRotatedOption : NmsAttributes {
  NMSRotatedOption()
      : NmsAttributes{.background_label = -1,
                      .keep_top_k = -1,
                      .nms_eta = 1,
                      .nms_threshold = 0.1F,
                      .nms_top_k = 2000,
                      .normalized = false,
                      .score_threshold = 0.1F} {}
};

/// The outputs of a PaddleDetection model to the objects in each image. What they look like tells
/// what they are; N images, M objects in all of them, all numbers float32 unless said:
///   rows [M, 6] (label, score, left, top, right, bottom) or [M, 10] (turned boxes), and how many
///     are of each image [N] of int32 or int64: suppression is inside of the network
///   the same and masks [M, height, width] of the images' size, of bytes or integers
///   boxes [N, B, 4 or 8] and scores [N, classes, B], in either order: suppressed here, as
///     Paddle's multiclass_nms3 does (PP-YOLOE, PicoDet exported without NMS)
///   scores [N, cells, classes] and distributions of the distances to the sides
///     [N, cells, 4 * bins] of 2 or more levels (PicoDet exported without postprocessing): decoded
///     and suppressed as PaddleDetection's deploy/python/picodet_postprocess.py does (Li et al.,
///     Generalized Focal Loss, 2020)
///   how many [1], labels [M] of integers, scores [M], masks [M, height, width]: SOLOv2; a box is
///     the bounds of its mask, and objects without a pixel are left out
/// No object is left out for its score but by the suppression's score_threshold; the order is the
/// model's.
class FASTDEPLOY_DECL PaddleDetPostprocessor {
 public:
  using Result = DetectionResult;

  PaddleDetPostprocessor() = default;
  explicit PaddleDetPostprocessor(const DetectionConfig& config)
      : labels_(config.labels),
        draw_threshold_(config.draw_threshold),
        config_nms_(config.nms),
        fpn_stride_(config.fpn_stride) {}

  /// Throws Error for other outputs and for numbers that are none.
  std::vector<DetectionResult> Process(std::span<const FDTensor> outputs,
                                       const PaddleDetPreprocessor::Geometry& geometry) const;
  /// The same of images that are not known: boxes are divided by what SetScaleFactor was given, and
  /// raw heads are refused.
  [[nodiscard]] std::vector<DetectionResult> Process(std::span<const FDTensor> outputs) const;
  /// That in 1.x's shape: an error is logged and gives false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<DetectionResult>* results) const;

  /// 1.x's; the outputs tell whether suppression is left to do.
  void ApplyNMS() {}
  /// What to suppress by; without this the YAML's, else NMSOption's defaults (raw heads: a score
  /// threshold of 0.4, as the reference).
  void SetNMSOption(const NMSOption& option) { nms_option_ = option; }
  [[nodiscard]] const std::optional<NMSOption>& GetNMSOption() const { return nms_option_; }
  void SetNMSRotatedOption(const NMSRotatedOption& option) { rotated_option_ = option; }
  [[nodiscard]] const NMSRotatedOption& GetNMSRotatedOption() const { return rotated_option_; }
  /// Of images that are not known: {y, x}, prepared pixels to one of the image.
  void SetScaleFactor(const std::vector<float>& scale_factor) { scale_factor_ = scale_factor; }

  /// Names of the classes, where the YAML lists them.
  void SetLabels(std::vector<std::string> labels) { labels_ = std::move(labels); }
  [[nodiscard]] const std::vector<std::string>& GetLabels() const { return labels_; }
  /// The score from which on the YAML would have objects drawn.
  [[nodiscard]] float GetDrawThreshold() const { return draw_threshold_; }

 private:
  std::vector<std::string> labels_;
  float draw_threshold_ = 0.5F;
  std::optional<NMSOption> config_nms_;
  std::optional<NMSOption> nms_option_;
  NMSRotatedOption rotated_option_;
  std::vector<int> fpn_stride_;
  std::vector<float> scale_factor_;
};

}  // namespace fastdeploy::vision::detection
