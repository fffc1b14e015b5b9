// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/keypoint/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/internal/style.h"

namespace fastdeploy::vision {
namespace {

/// OpenCV crashes when it draws far outside an image.
constexpr float kFarthest = 1 << 20;

/// Which of COCO's 17 points are connected: face, neck, arms, trunk, legs.
constexpr std::array<std::pair<size_t, size_t>, 18> kBones = {{{0, 1},
                                                               {0, 2},
                                                               {1, 3},
                                                               {2, 4},
                                                               {3, 5},
                                                               {4, 6},
                                                               {5, 7},
                                                               {7, 9},
                                                               {6, 8},
                                                               {8, 10},
                                                               {5, 6},
                                                               {5, 11},
                                                               {6, 12},
                                                               {11, 12},
                                                               {11, 13},
                                                               {13, 15},
                                                               {12, 14},
                                                               {14, 16}}};
constexpr size_t kCocoJoints = 17;

void CheckResult(const KeyPointDetectionResult& result) {
  const size_t count = result.keypoints.size();
  const auto fail = [](const std::string& reason) {
    throw Error(ErrorKind::kInvalidArgument, "cannot draw the result: " + reason);
  };
  if (result.scores.size() != count) {
    fail(fmt::format("{} points and {} scores", count, result.scores.size()));
  }
  if (count > 0 && (result.num_joints < 1 || count % static_cast<size_t>(result.num_joints) != 0)) {
    fail(fmt::format("{} points of persons with {} joints each", count, result.num_joints));
  }
  for (const auto& [x, y] : result.keypoints) {
    if (!(std::abs(x) <= kFarthest && std::abs(y) <= kFarthest)) {
      fail(fmt::format("a point has a coordinate of {} or {}", x, y));
    }
  }
}

cv::Point PixelOf(const std::array<float, 2>& point) {
  return {static_cast<int>(std::lround(point[0])), static_cast<int>(std::lround(point[1]))};
}

}  // namespace

cv::Mat VisKeypointDetection(const cv::Mat& im, const KeyPointDetectionResult& result,
                             float conf_threshold) {
  CheckImage(im);
  CheckResult(result);
  cv::Mat drawn = im.clone();
  const int width = std::max(2, std::max(im.cols, im.rows) / 250);
  const auto seen = [&](size_t point) { return result.scores[point] >= conf_threshold; };
  const auto joints = static_cast<size_t>(std::max(result.num_joints, 1));
  for (size_t first = 0; first < result.keypoints.size(); first += joints) {
    for (size_t i = 0; joints == kCocoJoints && i < kBones.size(); ++i) {
      const auto [from, to] = kBones[i];
      if (!seen(first + from) || !seen(first + to)) continue;
      cv::line(drawn, PixelOf(result.keypoints[first + from]),
               PixelOf(result.keypoints[first + to]), ColourOf(static_cast<int>(i) + 1), width,
               cv::LINE_AA);
    }
    for (size_t joint = 0; joint < joints; ++joint) {
      if (!seen(first + joint)) continue;
      cv::circle(drawn, PixelOf(result.keypoints[first + joint]), width + 1,
                 ColourOf(static_cast<int>(joint) + 1), cv::FILLED, cv::LINE_AA);
    }
  }
  return drawn;
}

}  // namespace fastdeploy::vision
