// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <memory>

#include "fastdeploy/vision/internal/model_folder.h"
#include "fastdeploy/vision/keypoint/internal/view.h"
#include "fastdeploy/vision/keypoint/model.h"

namespace fastdeploy::vision::keypointdetection {
namespace {

AnyModel LoadKeyPoints(const std::string& folder, const RuntimeOption& option,
                       const Settings& settings) {
  auto model = std::make_unique<PPTinyPose>(PPTinyPose::Load(folder, option));
  auto view = ViewOf(settings, model->GetPostprocessor());
  return {std::move(model), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::vision::keypointdetection

namespace fastdeploy::families::keypoint {

std::vector<vision::Family> Rows() {
  return {{.name = "key points",
           .command = "keypoints",
           .description = "Finds the key points of a person who fills the image, with a top-down "
                          "model of PaddleDetection (PP-TinyPose, HRNet).",
           .settings = {vision::keypointdetection::ThresholdSetting()},
           .matches =
               [](const vision::ModelFolder& folder) {
                 return folder.HasKey("arch") && folder.config->Get<std::string>("arch") == "HRNet";
               },
           .narrows = "detection",
           .load = vision::keypointdetection::LoadKeyPoints}};
}

}  // namespace fastdeploy::families::keypoint
