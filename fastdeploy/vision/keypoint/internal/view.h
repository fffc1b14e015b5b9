// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/vision/family.h"
#include "fastdeploy/vision/keypoint/postprocessor.h"

namespace fastdeploy::vision::keypointdetection {

/// The setting "threshold": the lowest score of the points shown; default: the model's own.
Setting ThresholdSetting();

/// How key points are shown, with that setting.
View<KeyPointDetectionResult> ViewOf(const Settings& settings,
                                     const PPTinyPosePostprocessor& postprocessor);

}  // namespace fastdeploy::vision::keypointdetection
