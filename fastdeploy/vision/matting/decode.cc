// SPDX-License-Identifier: Apache-2.0
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/matting/postprocessor.h"
#include "fastdeploy/vision/segmentation/internal/planes.h"

namespace fastdeploy::vision::matting {

std::vector<MattingResult> PPMattingPostprocessor::Process(
    std::span<const FDTensor> outputs,
    const segmentation::PaddleSegPreprocessor::Geometry& geometry) const {
  const segmentation::Planes planes(outputs, geometry.size());
  std::vector<MattingResult> results;
  for (size_t i = 0; i < geometry.size(); ++i) {
    const cv::Mat alpha = geometry[i].Restore(planes.Scores(i, 1).front(), cv::INTER_LINEAR);
    MattingResult& result = results.emplace_back();
    result.alpha = segmentation::Flat<float>(alpha);
    result.shape = {alpha.rows, alpha.cols};
  }
  return results;
}

}  // namespace fastdeploy::vision::matting
