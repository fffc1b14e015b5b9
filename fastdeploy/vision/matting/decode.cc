// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/matting/internal/trimap.h"
#include "fastdeploy/vision/matting/postprocessor.h"
#include "fastdeploy/vision/segmentation/internal/planes.h"

namespace fastdeploy::vision::matting {
namespace {

/// A copy of alpha with the values that the trimap is certain of.
cv::Mat Corrected(const cv::Mat& alpha, const cv::Mat& trimap) {
  if (alpha.size() != trimap.size()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("the output is {}x{}, but the trimap for it is {}x{}", alpha.cols,
                            alpha.rows, trimap.cols, trimap.rows));
  }
  cv::Mat corrected = alpha.clone();
  corrected.setTo(0, trimap == kBackground);
  corrected.setTo(1, trimap == kForeground);
  return corrected;
}

}  // namespace

std::vector<MattingResult> PPMattingPostprocessor::Process(
    std::span<const FDTensor> outputs,
    const segmentation::PaddleSegPreprocessor::Geometry& geometry,
    std::span<const cv::Mat> trimaps) const {
  if (!trimaps.empty() && trimaps.size() != geometry.size()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("{} trimaps for {} images", trimaps.size(), geometry.size()));
  }
  const segmentation::Planes planes(outputs, geometry.size());
  std::vector<MattingResult> results;
  for (size_t i = 0; i < geometry.size(); ++i) {
    cv::Mat alpha = planes.Scores(i, 1).front();
    if (!trimaps.empty()) alpha = Corrected(alpha, trimaps[i]);
    alpha = geometry[i].Restore(alpha, cv::INTER_LINEAR);
    MattingResult& result = results.emplace_back();
    result.alpha = segmentation::Flat<float>(alpha);
    result.shape = {alpha.rows, alpha.cols};
  }
  return results;
}

}  // namespace fastdeploy::vision::matting
