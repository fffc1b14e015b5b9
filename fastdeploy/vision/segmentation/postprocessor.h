// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/segmentation/preprocessor.h"
#include "fastdeploy/vision/segmentation/result.h"

namespace fastdeploy::vision::segmentation {

/// Turns the output of a PaddleSeg or PaddleX model into a class for every pixel of the image.
///
/// Labels (output_op argmax; [N, H, W] of int32, int64 or float32, or integers [N, 1, H, W] or
/// [N, H, W, 1]) are resized to the image by nearest neighbour. From scores (output_op softmax or
/// none; float32 [N, C, H, W] with two or more classes), the best class of each pixel is taken (of
/// equal scores the lowest class), and these labels are resized. With SetIsStoreScoreMap(true), the
/// scores are first resized to the image, linearly, and the best score is kept as well.
class FASTDEPLOY_DECL PaddleSegPostprocessor {
 public:
  using Result = SegmentationResult;

  PaddleSegPostprocessor() = default;
  /// Reads `Deploy.output_op`: argmax, softmax or none. (PaddleX 1 and 2 export labels.) Throws
  /// Error.
  explicit PaddleSegPostprocessor(const std::string& config_file);

  /// One result per image. Throws Error for any other output, for labels outside 0 to 255, and for
  /// NaN or infinity.
  std::vector<SegmentationResult> Process(std::span<const FDTensor> outputs,
                                          const PaddleSegPreprocessor::Geometry& geometry) const;
  /// The geometry for the sizes in `imgs_info`, which do not say how images were padded: use that
  /// of the preprocessor for models with padding in their YAML. Throws Error for invalid sizes.
  static PaddleSegPreprocessor::Geometry GeometryOf(const ImgsInfo& imgs_info);
  /// Process of GeometryOf with 1.x's signature: logs an error and returns false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<SegmentationResult>* results,
           const ImgsInfo& imgs_info) const;

  /// Turns the scores of a model that gives logits (output_op none) into probabilities, by a
  /// softmax over the classes of each pixel. Does not change scores of a model that ends in a
  /// softmax.
  void SetApplySoftmax(bool value) { apply_softmax_ = value; }
  [[nodiscard]] bool GetApplySoftmax() const { return apply_softmax_; }
  /// Keeps the score of each pixel's class, if the model gives scores.
  void SetIsStoreScoreMap(bool value) { store_score_map_ = value; }
  [[nodiscard]] bool GetIsStoreScoreMap() const { return store_score_map_; }
  void SetStoreScoreMap(bool value) { store_score_map_ = value; }
  [[nodiscard]] bool GetStoreScoreMap() const { return store_score_map_; }

 private:
  bool has_softmax_ = false;
  bool apply_softmax_ = false;
  bool store_score_map_ = false;
};

}  // namespace fastdeploy::vision::segmentation
