// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <opencv2/imgproc.hpp>
#include <utility>
#include <variant>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/matting/internal/trimap.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::matting {
namespace {

using transform::Step;
using transform::ToFloat;

/// The step for a map without values in between.
Step ForTrimap(Step step) {
  std::visit(
      [](auto& one) {
        if constexpr (requires { one.interpolation; }) one.interpolation = cv::INTER_NEAREST;
        if constexpr (requires { one.value; }) one.value = {kBackground, kBackground, kBackground};
      },
      step);
  return step;
}

}  // namespace

cv::Mat PrepareTrimap(const cv::Mat& trimap, cv::Size image, std::span<const Step> steps) {
  if (trimap.depth() != CV_8U || trimap.size() != image) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("trimap: expected 8-bit values and the size of the image, {}x{}; "
                            "found {}x{}{}",
                            image.width, image.height, trimap.cols, trimap.rows,
                            trimap.depth() == CV_8U ? "" : " of another type"));
  }
  cv::Mat map = trimap;
  if (trimap.channels() > 1) cv::extractChannel(trimap, map, 0);
  std::vector<Step> own;
  for (const Step& step : steps) {
    if (!std::holds_alternative<ToFloat>(step)) own.push_back(ForTrimap(step));
  }
  PrepareScratch scratch;
  Geometry geometry;
  return ApplySteps(own, map, &scratch, &geometry).clone();
}

void WriteTrimaps(std::span<const cv::Mat> trimaps, FDTensor* output) {
  const cv::Size size = trimaps.front().size();
  output->Resize({static_cast<int64_t>(trimaps.size()), 1, size.height, size.width}, FP32);
  auto* values = static_cast<float*>(output->MutableData());
  for (const cv::Mat& trimap : trimaps) {
    cv::Mat plane(size, CV_32F, values);
    trimap.convertTo(plane, CV_32F);
    values += plane.total();
  }
}

}  // namespace fastdeploy::vision::matting
