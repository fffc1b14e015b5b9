// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/detection/result.h"
#include "fastdeploy/vision/keypoint/postprocessor.h"
#include "fastdeploy/vision/model.h"

namespace fastdeploy::vision::keypointdetection {

/// The key points of persons, with a top-down model of PaddleDetection: PP-TinyPose, HRNet,
/// Lite-HRNet. The network sees one person at a time.
class FASTDEPLOY_DECL PPTinyPose
    : public Model<PPTinyPose, detection::PaddleDetPreprocessor, PPTinyPosePostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "PaddleDetection/PPTinyPose";

  PPTinyPose() = default;
  PPTinyPose(const PPTinyPose& other) : Model(other) {}
  PPTinyPose(PPTinyPose&& other) noexcept : Model(std::move(other)) {}
  PPTinyPose& operator=(const PPTinyPose& other) {
    Model::operator=(other);
    return *this;
  }
  PPTinyPose& operator=(PPTinyPose&& other) noexcept {
    Model::operator=(std::move(other));
    return *this;
  }
  ~PPTinyPose() override = default;

  static PPTinyPose Open(const ModelFiles& files, const RuntimeOption& option);

  // Predict(image) and BatchPredict(images) take images that a person fills.
  using Model::Predict;

  /// The key points of all persons in an image (8-bit BGR), whose boxes a detector has found.
  /// Objects of other classes than 0, which are no persons, and boxes outside the image are left
  /// out. Each person is cropped as in PaddleDetection's deploy/python: its box, 1.3 times as large
  /// and at least 3:4 wide. Throws Error.
  KeyPointDetectionResult Predict(const cv::Mat& image, const DetectionResult& persons);
  /// The same with 1.x's signature: logs an error and returns false.
  bool Predict(cv::Mat* image, KeyPointDetectionResult* result,
               const DetectionResult& detection_result);

  /// 1.x's name of the postprocessor's field.
  bool& use_dark = GetPostprocessor().use_dark;
  // 1.x's names of the preprocessor's calls.
  void DisableNormalize() { GetPreprocessor().DisableNormalize(); }
  void DisablePermute() { GetPreprocessor().DisablePermute(); }
};

}  // namespace fastdeploy::vision::keypointdetection
