// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/model.h"
#include "fastdeploy/vision/keypoint/model.h"

namespace fastdeploy::pipeline {

/// The key points of all persons in an image: a detector finds the persons (class 0), and a
/// top-down model finds the key points of each. Works as PaddleDetection's
/// deploy/python/det_keypoint_unite_infer.py does.
///
/// Holds clones of the models it is constructed from. They share the weights; changing or
/// destroying the originals later does not affect the pipeline. To change its own models, use
/// GetDetector and GetKeyPointModel.
///
/// Thread safety is that of the models: any thread may call const members at any time, but only one
/// thread at a time Predict; give each thread a Clone().
class FASTDEPLOY_DECL PPTinyPose
    : public FastDeployModel,
      public vision::LoggedCalls<PPTinyPose, vision::KeyPointDetectionResult> {
 public:
  using Result = vision::KeyPointDetectionResult;

  PPTinyPose() = default;
  PPTinyPose(const vision::detection::PPDetBase& detector,
             const vision::keypointdetection::PPTinyPose& pptinypose_model);
  // 1.x's signature. Null stands for a model that was not loaded.
  PPTinyPose(const vision::detection::PPDetBase* detector,
             const vision::keypointdetection::PPTinyPose* pptinypose_model);

  /// Loads the models from a folder with det/ and keypoint/, each as its exporter wrote it. Throws
  /// Error.
  static PPTinyPose Load(const std::string& folder, const RuntimeOption& option = {});

  /// Whether both models are loaded.
  [[nodiscard]] bool Initialized() const override;
  [[nodiscard]] std::string ModelName() const override { return "PPTinyPose"; }

  /// The key points of all persons in one image (8-bit BGR); none if there is no person. Throws
  /// Error.
  Result Predict(const cv::Mat& image);
  /// The results for several images, in order. Throws Error if any image fails.
  std::vector<Result> BatchPredict(std::span<const cv::Mat> images);

  using LoggedCalls::BatchPredict;
  using LoggedCalls::Predict;

  /// A pipeline for another thread that shares the weights. Thread-safe. Never null.
  [[nodiscard]] std::unique_ptr<PPTinyPose> Clone() const {
    return std::unique_ptr<PPTinyPose>(static_cast<PPTinyPose*>(NewClone()));
  }

  /// Persons need a score above this.
  float detection_model_score_threshold = 0;

  [[nodiscard]] vision::detection::PaddleDetectionModel& GetDetector() { return detector_; }
  [[nodiscard]] vision::keypointdetection::PPTinyPose& GetKeyPointModel() { return key_points_; }

 protected:
  [[nodiscard]] FastDeployModel* NewClone() const override { return new PPTinyPose(*this); }

 private:
  vision::detection::PaddleDetectionModel detector_;
  vision::keypointdetection::PPTinyPose key_points_;
};

}  // namespace fastdeploy::pipeline
