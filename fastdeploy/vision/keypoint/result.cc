// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/keypoint/result.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/vision/internal/json.h"

namespace fastdeploy::vision {

void KeyPointDetectionResult::Clear() { *this = {}; }

void KeyPointDetectionResult::Reserve(int size) {
  keypoints.reserve(static_cast<size_t>(size));
  scores.reserve(static_cast<size_t>(size));
}

void KeyPointDetectionResult::Resize(int size) {
  keypoints.resize(static_cast<size_t>(size));
  scores.resize(static_cast<size_t>(size));
}

std::string KeyPointDetectionResult::Str() const {
  std::string text = "KeyPointDetectionResult: [x, y, conf]\n";
  for (size_t i = 0; i < std::min(keypoints.size(), scores.size()); ++i) {
    // 1.x leaves out the first space.
    text += fmt::format("{:.6f},{:.6f}, {:.6f}\n", keypoints[i][0], keypoints[i][1], scores[i]);
  }
  return text + fmt::format("num_joints:{}\n", num_joints);
}

std::string ToJson(const KeyPointDetectionResult& result) {
  return DumpJson({{"keypoints", result.keypoints},
                   {"scores", result.scores},
                   {"num_joints", result.num_joints}});
}

}  // namespace fastdeploy::vision
