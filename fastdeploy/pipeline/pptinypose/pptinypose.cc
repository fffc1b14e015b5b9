// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pipeline/pptinypose/pptinypose.h"

#include <fmt/format.h>

#include <filesystem>

namespace fastdeploy::pipeline {

using vision::DetectionResult;
using vision::detection::PaddleDetectionModel;
using vision::detection::PPDetBase;

PPTinyPose::PPTinyPose(const PPDetBase& detector,
                       const vision::keypointdetection::PPTinyPose& pptinypose_model)
    : PPTinyPose(&detector, &pptinypose_model) {}

PPTinyPose::PPTinyPose(const PPDetBase* detector,
                       const vision::keypointdetection::PPTinyPose* pptinypose_model) {
  if (detector != nullptr) detector_ = PaddleDetectionModel(*detector);
  if (pptinypose_model != nullptr) key_points_ = *pptinypose_model;
}

PPTinyPose PPTinyPose::Load(const std::string& folder, const RuntimeOption& option) {
  const std::filesystem::path path(folder);
  std::error_code error;
  for (const char* part : {"det", "keypoint"}) {
    if (std::filesystem::is_directory(path / part, error)) continue;
    throw Error(ErrorKind::kNotFound,
                fmt::format("'{}' is not a folder of a detector and a key-point model: expected "
                            "det/ and keypoint/",
                            folder));
  }
  return {PPDetBase::Load((path / "det").string(), option),
          vision::keypointdetection::PPTinyPose::Load((path / "keypoint").string(), option)};
}

bool PPTinyPose::Initialized() const {
  return detector_.Initialized() && key_points_.Initialized();
}

PPTinyPose::Result PPTinyPose::Predict(const cv::Mat& image) {
  const DetectionResult found = detector_.Predict(image);
  DetectionResult persons;
  for (size_t i = 0; i < found.boxes.size(); ++i) {
    if (!(found.scores[i] > detection_model_score_threshold)) continue;
    persons.boxes.push_back(found.boxes[i]);
    persons.label_ids.push_back(found.label_ids[i]);
  }
  return key_points_.Predict(image, persons);
}

std::vector<PPTinyPose::Result> PPTinyPose::BatchPredict(std::span<const cv::Mat> images) {
  std::vector<Result> results;
  for (const cv::Mat& image : images) results.push_back(Predict(image));
  return results;
}

}  // namespace fastdeploy::pipeline
