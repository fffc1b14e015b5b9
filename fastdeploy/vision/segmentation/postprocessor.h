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

/// The output of a PaddleSeg or PaddleX model to a class for every pixel of the image.
///
/// Labels (of output_op argmax: [N, H, W] of int32, int64 or float32, or integers [N, 1, H, W]) are
/// brought to the size of the image by the nearest neighbour. Scores [N, C, H, W] of float32 of two
/// classes or more (softmax, none) first become the labels of the best class, of equal ones the
/// lowest; with SetIsStoreScoreMap(true) the scores are brought to the size of the image first,
/// linearly, and the best one is kept.
class FASTDEPLOY_DECL PaddleSegPostprocessor {
 public:
  using Result = SegmentationResult;

  PaddleSegPostprocessor() = default;
  /// Reads `Deploy.output_op`: argmax, softmax or none. Throws Error.
  explicit PaddleSegPostprocessor(const std::string& config_file);

  /// Throws Error for another output, for labels that are not 0 to 255, for NaN and infinity.
  std::vector<SegmentationResult> Process(std::span<const FDTensor> outputs,
                                          const PaddleSegPreprocessor::Geometry& geometry) const;
  /// The same in 1.x's shape: an error is logged and gives false. `imgs_info` knows the sizes of
  /// images but not what was padded: for models whose YAML pads, use Process.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<SegmentationResult>* results,
           const ImgsInfo& imgs_info) const;

  /// Scores of a model that gives logits (output_op none) become probabilities, over the classes of
  /// each pixel. Scores of a model that ends in softmax stay as they are.
  void SetApplySoftmax(bool value) { apply_softmax_ = value; }
  [[nodiscard]] bool GetApplySoftmax() const { return apply_softmax_; }
  /// Keep the score of each pixel's class, where the model gives scores.
  void SetIsStoreScoreMap(bool value) { store_score_map_ = value; }
  [[nodiscard]] bool GetIsStoreScoreMap() const { return store_score_map_; }

 private:
  bool has_softmax_ = false;
  bool apply_softmax_ = false;
  bool store_score_map_ = false;
};

}  // namespace fastdeploy::vision::segmentation
