// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <memory>

#include "fastdeploy/pipeline/pptinypose/pptinypose.h"
#include "fastdeploy/vision/internal/model_folder.h"
#include "fastdeploy/vision/keypoint/internal/view.h"

namespace fastdeploy::pipeline {
namespace {

vision::AnyModel LoadPipeline(const std::string& folder, const RuntimeOption& option,
                              const vision::Settings& settings) {
  auto pipeline = std::make_unique<PPTinyPose>(PPTinyPose::Load(folder, option));
  pipeline->detection_model_score_threshold =
      static_cast<float>(settings.Get<double>("person-threshold"));
  auto view =
      vision::keypointdetection::ViewOf(settings, pipeline->GetKeyPointModel().GetPostprocessor());
  return {std::move(pipeline), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::pipeline

namespace fastdeploy::families::pptinypose {

std::vector<vision::Family> Rows() {
  return {{.name = "poses",
           .command = "pose",
           .description =
               "Finds the key points of all persons: a folder with a detector (det/) and "
               "a key-point model (keypoint/) of PaddleDetection.",
           .settings = {vision::keypointdetection::ThresholdSetting(),
                        {.name = "person-threshold",
                         .help = "persons need a score above this",
                         .value = 0.0,
                         .least = 0,
                         .most = 1}},
           .matches =
               [](const vision::ModelFolder& folder) {
                 return folder.Has("det") && folder.Has("keypoint");
               },
           .load = pipeline::LoadPipeline}};
}

}  // namespace fastdeploy::families::pptinypose
