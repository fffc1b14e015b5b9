// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/keypoint/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/internal/load.h"

namespace fastdeploy::vision::keypointdetection {
namespace {

constexpr int32_t kPerson = 0;
constexpr double kEnlarged = 1.3;
constexpr double kHeightOfWidth = 4.0 / 3;

/// The pixels of a person with this box; empty if there are none.
cv::Rect AreaOf(const std::array<float, 4>& box, cv::Size image) {
  std::array<double, 4> sides;
  for (size_t i = 0; i < 4; ++i) {
    if (!std::isfinite(box[i])) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("a box of a person has a coordinate of {}", box[i]));
    }
    sides[i] = std::trunc(box[i]);
  }
  const auto& [left, top, right, bottom] = sides;
  const double half_height = (bottom - top) * kEnlarged / 2;
  double half_width = (right - left) * kEnlarged / 2;
  if (half_height > half_width * kHeightOfWidth) half_width = half_height / kHeightOfWidth;
  const double x = (left + right) / 2;
  const double y = (top + bottom) / 2;
  // As in the reference, the last row and column are not used.
  const auto inside = [](double at, int side) {
    return static_cast<int>(std::clamp(std::trunc(at), 0.0, double(side - 1)));
  };
  const cv::Point from(inside(x - half_width, image.width), inside(y - half_height, image.height));
  const cv::Point to(inside(x + half_width, image.width), inside(y + half_height, image.height));
  return from.x < to.x && from.y < to.y ? cv::Rect(from, to) : cv::Rect();
}

}  // namespace

PPTinyPose PPTinyPose::Open(const ModelFiles& files, const RuntimeOption& option) {
  const detection::DetectionConfig config = detection::ReadDetectionConfig(RequireConfig(files));
  if (config.arch == "HigherHRNet") {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("'{}': bottom-up models (arch HigherHRNet) are not supported: expected "
                            "a top-down model (HRNet)",
                            files.config));
  }
  detection::PaddleDetPreprocessor preprocessor(config);
  RuntimeOption chosen = option;
  chosen.usual_input_shapes = preprocessor.InputShapes();
  Runtime runtime = LoadRuntime(files, chosen);
  preprocessor.SetInputs(runtime.GetInputInfos());
  return {std::move(preprocessor), std::move(runtime), PPTinyPosePostprocessor(config)};
}

KeyPointDetectionResult PPTinyPose::Predict(const cv::Mat& image, const DetectionResult& persons) {
  RequireInitialized();
  CheckImage(image);
  if (persons.label_ids.size() != persons.boxes.size()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("the detection result has {} boxes and {} labels", persons.boxes.size(),
                            persons.label_ids.size()));
  }
  std::vector<cv::Mat> crops;
  std::vector<cv::Point> corners;
  for (size_t i = 0; i < persons.boxes.size(); ++i) {
    if (persons.label_ids[i] != kPerson) continue;
    const cv::Rect area = AreaOf(persons.boxes[i], image.size());
    if (area.empty()) continue;
    crops.push_back(image(area));
    corners.push_back(area.tl());
  }
  const auto found = BatchPredict(std::span<const cv::Mat>(crops));
  KeyPointDetectionResult result;
  for (size_t i = 0; i < found.size(); ++i) {
    result.num_joints = found[i].num_joints;
    for (const auto& [x, y] : found[i].keypoints) {
      result.keypoints.push_back(
          {x + static_cast<float>(corners[i].x), y + static_cast<float>(corners[i].y)});
    }
    result.scores.insert(result.scores.end(), found[i].scores.begin(), found[i].scores.end());
  }
  return result;
}

bool PPTinyPose::Predict(cv::Mat* image, KeyPointDetectionResult* result,
                         const DetectionResult& detection_result) {
  return OrLog([&] {
    if (image == nullptr) throw Error(ErrorKind::kInvalidArgument, "no image was given");
    *result = Predict(*image, detection_result);
  });
}

}  // namespace fastdeploy::vision::keypointdetection
