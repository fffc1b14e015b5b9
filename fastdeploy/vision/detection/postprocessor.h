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

/// Options for non-maximum suppression outside the network, with 1.x's names.
using NMSOption = NmsAttributes;
/// The same for rotated boxes, with 1.x's defaults for them.
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

/// Turns the outputs of a PaddleDetection model into the objects in each image. It recognises the
/// form of the outputs by their number, shapes and types. For N images with M objects in total, and
/// float32 unless stated otherwise:
///   - Rows [M, 6] (label, score, left, top, right, bottom) or [M, 10] (rotated boxes), and the
///     number of rows of each image, [N] of int32 or int64. The network has done the suppression.
///   - The same, and masks [M, height, width] in the size of the images, of bytes or integers.
///   - Boxes [N, B, 4 or 8] and scores [N, classes, B], in either order: suppressed here, as by
///     Paddle's multiclass_nms3 (PP-YOLOE, PicoDet exported without NMS).
///   - Scores [N, cells, classes] and distributions of the distances to the sides
///     [N, cells, 4 * bins], of 2 or more levels (PicoDet exported without postprocessing): decoded
///     and suppressed as by PaddleDetection's deploy/python/picodet_postprocess.py (Li et al.,
///     Generalized Focal Loss, 2020).
///   - The number of objects [1], integer labels [M], scores [M], masks [M, height, width]: SOLOv2.
///     The box of an object is the bounding box of its mask; objects with empty masks are dropped.
/// Only the suppression's score_threshold drops objects by their score. Objects are in the order of
/// the model.
class FASTDEPLOY_DECL PaddleDetPostprocessor {
 public:
  using Result = DetectionResult;

  PaddleDetPostprocessor() = default;
  /// Of 1.x: the form of the outputs shows what the architecture is.
  explicit PaddleDetPostprocessor(const std::string& /*arch*/) {}
  explicit PaddleDetPostprocessor(const DetectionConfig& config)
      : labels_(config.labels),
        draw_threshold_(config.draw_threshold),
        config_nms_(config.nms),
        fpn_stride_(config.fpn_stride) {}

  /// One result per image. Throws Error for other outputs, and for NaN or infinity.
  std::vector<DetectionResult> Process(std::span<const FDTensor> outputs,
                                       const PaddleDetPreprocessor::Geometry& geometry) const;
  /// The same without knowing the images: divides boxes by the factors given to SetScaleFactor, and
  /// refuses raw heads.
  [[nodiscard]] std::vector<DetectionResult> Process(std::span<const FDTensor> outputs) const;
  /// This with 1.x's signature: logs an error and returns false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<DetectionResult>* results) const;

  /// Does nothing; kept for 1.x. The form of the outputs shows whether suppression is needed.
  void ApplyNMS() {}
  void ApplyDecodeAndNMS() {}
  /// Sets the options for suppression. By default they are the YAML's, else NMSOption's defaults
  /// (for raw heads with a score threshold of 0.4, as in the reference).
  void SetNMSOption(const NMSOption& option) { nms_option_ = option; }
  void ApplyDecodeAndNMS(const NMSOption& option) { SetNMSOption(option); }
  [[nodiscard]] const std::optional<NMSOption>& GetNMSOption() const { return nms_option_; }
  void SetNMSRotatedOption(const NMSRotatedOption& option) { rotated_option_ = option; }
  [[nodiscard]] const NMSRotatedOption& GetNMSRotatedOption() const { return rotated_option_; }
  /// For Process without geometry: {y, x}, prepared pixels per pixel of the image.
  void SetScaleFactor(const std::vector<float>& scale_factor) { scale_factor_ = scale_factor; }

  /// Names of the classes, if the YAML lists them.
  void SetLabels(std::vector<std::string> labels) { labels_ = std::move(labels); }
  [[nodiscard]] const std::vector<std::string>& GetLabels() const { return labels_; }
  /// The YAML's minimum score of objects to draw.
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
