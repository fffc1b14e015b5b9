// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/classification/preprocessor.h"
#include "fastdeploy/vision/classification/result.h"

namespace fastdeploy::vision::classification {

/// Turns float32 scores [N, C] into the best classes, best first; equal scores are ordered by class
/// number. Applies no softmax: exported models contain it. Which classes those are is PaddleClas's
/// choice (deploy/python/postprocess.py; PaddleX's processors for several labels): the topk best,
/// or those above a threshold, or one of two.
class FASTDEPLOY_DECL PaddleClasPostprocessor {
 public:
  using Result = ClassifyResult;

  explicit PaddleClasPostprocessor(int topk = 1) : topk_(topk) {}

  /// One result per image. Throws Error if the output does not have this form or contains NaN.
  std::vector<ClassifyResult> Process(std::span<const FDTensor> outputs,
                                      const PaddleClasPreprocessor::Geometry& geometry) const;
  /// The same with 1.x's signature: logs an error and returns false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<ClassifyResult>* results) const;

  /// The maximum number of classes in a result.
  void SetTopk(int topk) { topk_ = topk; }
  [[nodiscard]] int GetTopk() const { return topk_; }

  /// For models of several labels (MultiLabelThreshOutput): every class whose score is above the
  /// threshold, which is one for all classes or one for each. Empty: the topk best.
  void SetLabelThresholds(std::vector<float> thresholds) {
    label_thresholds_ = std::move(thresholds);
  }
  [[nodiscard]] const std::vector<float>& GetLabelThresholds() const { return label_thresholds_; }

  /// For models of two classes (ThreshOutput): the second class where its score reaches this,
  /// otherwise the first with 1 - score. Nothing: as above.
  void SetEitherThreshold(std::optional<float> threshold) { either_threshold_ = threshold; }
  [[nodiscard]] std::optional<float> GetEitherThreshold() const { return either_threshold_; }

  /// Names of the classes, if the model's YAML has them (label_list) or names their file
  /// (class_id_map_file).
  void SetLabels(std::vector<std::string> labels) { labels_ = std::move(labels); }
  [[nodiscard]] const std::vector<std::string>& GetLabels() const { return labels_; }

 private:
  int topk_;
  std::vector<float> label_thresholds_;
  std::optional<float> either_threshold_;
  std::vector<std::string> labels_;
};

/// Turns float32 feature vectors [N, D] into results, scaled to length 1 unless that is turned off.
class FASTDEPLOY_DECL PPShiTuV2RecognizerPostprocessor {
 public:
  using Result = ClassifyResult;

  std::vector<ClassifyResult> Process(std::span<const FDTensor> outputs,
                                      const PaddleClasPreprocessor::Geometry& geometry) const;
  bool Run(const std::vector<FDTensor>& tensors, std::vector<ClassifyResult>* results) const;

  void SetFeatureNorm(bool normalize) { feature_norm_ = normalize; }
  [[nodiscard]] bool GetFeatureNorm() const { return feature_norm_; }

 private:
  bool feature_norm_ = true;
};

}  // namespace fastdeploy::vision::classification
