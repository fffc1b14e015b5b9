// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/internal/output.h"
#include "fastdeploy/vision/keypoint/postprocessor.h"

namespace fastdeploy::vision::keypointdetection {
namespace {

constexpr float kLeastHeat = 1e-10F;  // before the logarithm
constexpr int kBlur = 3;              // side of the blur's kernel
constexpr int64_t kLargestSide = 1 << 16;

/// The output with the heatmaps of `images` images.
const FDTensor& HeatmapsOf(std::span<const FDTensor> outputs, size_t images) {
  const auto are_heatmaps = [](const FDTensor& output) {
    return output.dtype == FP32 && output.shape.size() == 4;
  };
  const auto found = std::ranges::find_if(outputs, are_heatmaps);
  if (found == outputs.end()) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("none of the {} outputs is the heatmaps of key points: expected "
                            "[{}, joints, height, width] of float32",
                            outputs.size(), images));
  }
  const auto possible = [](int64_t side) { return side >= 1 && side <= kLargestSide; };
  if (found->shape[0] != static_cast<int64_t>(images) ||
      !std::all_of(found->shape.begin() + 1, found->shape.end(), possible)) {
    FailOutput(*found, fmt::format("expected heatmaps [{}, joints, height, width]", images));
  }
  return *found;
}

/// A quarter pixel towards the higher one of two neighbours.
float QuarterTo(float lower, float higher) {
  if (higher == lower) return 0;
  return higher > lower ? 0.25F : -0.25F;
}

cv::Point2f MovedByQuarters(const cv::Mat& heat, cv::Point top) {
  const bool inside = top.x > 1 && top.y > 1 && top.x < heat.cols - 1 && top.y < heat.rows - 1;
  if (!inside) return top;
  const auto at = [&](int x, int y) { return heat.at<float>(top.y + y, top.x + x); };
  return cv::Point2f(top) +
         cv::Point2f(QuarterTo(at(-1, 0), at(1, 0)), QuarterTo(at(0, -1), at(0, 1)));
}

/// The extremum of the parabola through the logarithm of the blurred heatmap.
cv::Point2f MovedByDark(const cv::Mat& heat, cv::Point top) {
  const bool inside = top.x > 1 && top.y > 1 && top.x < heat.cols - 2 && top.y < heat.rows - 2;
  if (!inside) return top;
  cv::Mat blurred;
  heat.convertTo(blurred, CV_64F);
  cv::GaussianBlur(blurred, blurred, {kBlur, kBlur}, 0, 0, cv::BORDER_CONSTANT);
  blurred.convertTo(blurred, CV_32F);
  // The blur keeps the height of the maximum.
  const float scale = *std::max_element(heat.begin<float>(), heat.end<float>()) /
                      *std::max_element(blurred.begin<float>(), blurred.end<float>());
  const auto at = [&](int x, int y) {
    return std::log(std::max(blurred.at<float>(top.y + y, top.x + x) * scale, kLeastHeat));
  };
  const double dx = 0.5 * (at(1, 0) - at(-1, 0));
  const double dy = 0.5 * (at(0, 1) - at(0, -1));
  const double dxx = 0.25 * (at(2, 0) - 2 * at(0, 0) + at(-2, 0));
  const double dxy = 0.25 * (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1));
  const double dyy = 0.25 * (at(0, 2) - 2 * at(0, 0) + at(0, -2));
  const double determinant = dxx * dyy - dxy * dxy;
  const cv::Point2d offset((dxy * dy - dyy * dx) / determinant,
                           (dxy * dx - dxx * dy) / determinant);
  // Not for a flat heatmap.
  if (!std::isfinite(offset.x) || !std::isfinite(offset.y)) return top;
  return cv::Point2d(top) + offset;
}

}  // namespace

std::vector<KeyPointDetectionResult> PPTinyPosePostprocessor::Process(
    std::span<const FDTensor> outputs,
    const detection::PaddleDetPreprocessor::Geometry& geometry) const {
  const FDTensor& heatmaps = HeatmapsOf(outputs, geometry.images.size());
  const std::span<const float> heats = Floats(heatmaps);
  const auto joints = static_cast<size_t>(heatmaps.shape[1]);
  const auto height = static_cast<int>(heatmaps.shape[2]);
  const auto width = static_cast<int>(heatmaps.shape[3]);
  const size_t pixels = static_cast<size_t>(height) * static_cast<size_t>(width);
  std::vector<KeyPointDetectionResult> results;
  for (size_t i = 0; i < geometry.images.size(); ++i) {
    const cv::Size image = geometry.images[i].original;
    // The reference rounds the middle of the image here, half to even, but not in
    // TopDownEvalAffine.
    const cv::Point2d middle(std::nearbyint(image.width / 2.0), std::nearbyint(image.height / 2.0));
    const double scale = double(image.width) / width;
    KeyPointDetectionResult& result = results.emplace_back();
    result.num_joints = static_cast<int>(joints);
    for (size_t joint = 0; joint < joints; ++joint) {
      const auto map = heats.subspan((i * joints + joint) * pixels, pixels);
      const auto place = static_cast<int>(std::ranges::max_element(map) - map.begin());
      const float score = map[static_cast<size_t>(place)];
      const cv::Mat heat(height, width, CV_32F, const_cast<float*>(map.data()));
      cv::Point2f point(0, 0);  // without any heat
      if (score > 0) {
        const cv::Point top(place % width, place / width);
        point = use_dark ? MovedByDark(heat, top) : MovedByQuarters(heat, top);
      }
      result.keypoints.push_back(
          {static_cast<float>(middle.x + (double(point.x) - width * 0.5) * scale),
           static_cast<float>(middle.y + (double(point.y) - height * 0.5) * scale)});
      result.scores.push_back(score);
    }
  }
  return results;
}

}  // namespace fastdeploy::vision::keypointdetection
