// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/keypoint/internal/view.h"

#include <fmt/format.h>

#include "fastdeploy/vision/keypoint/draw.h"

namespace fastdeploy::vision::keypointdetection {
namespace {

std::string Text(const KeyPointDetectionResult& result, float threshold) {
  std::string text;
  for (size_t i = 0; i < result.scores.size(); ++i) {
    if (result.scores[i] < threshold) continue;
    const auto joints = static_cast<size_t>(result.num_joints);
    text += fmt::format("  {:.4f}  {:8.1f}{:8.1f}  person {}, joint {}\n", result.scores[i],
                        result.keypoints[i][0], result.keypoints[i][1], i / joints, i % joints);
  }
  return text.empty() ? "  nothing found\n" : text;
}

}  // namespace

Setting ThresholdSetting() {
  return {.name = "threshold",
          .help = "lowest score of the points shown and drawn (the JSON has all)",
          .value = 0.5,
          .least = 0,
          .most = 1,
          .of_model = true};
}

View<KeyPointDetectionResult> ViewOf(const Settings& settings,
                                     const PPTinyPosePostprocessor& postprocessor) {
  const auto threshold = static_cast<float>(
      settings.Find<double>("threshold").value_or(postprocessor.GetDrawThreshold()));
  View<KeyPointDetectionResult> view;
  view.text = [=](const KeyPointDetectionResult& result) { return Text(result, threshold); };
  view.draw = [=](const cv::Mat& image, const KeyPointDetectionResult& result) {
    return VisKeypointDetection(image, result, threshold);
  };
  return view;
}

}  // namespace fastdeploy::vision::keypointdetection
