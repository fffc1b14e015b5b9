// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/image_transform.h"

namespace fastdeploy::vision {

cv::Mat ImageTransform::ApplySteps(const cv::Mat& image, cv::Mat* scratch) const {
  cv::Mat current = image;
  bool scratch_in_use = false;
  for (const Step& step : steps) {
    cv::Mat fresh;
    current = Apply(step, current, scratch_in_use ? &fresh : scratch);
    scratch_in_use = scratch_in_use || current.datastart == scratch->datastart;
  }
  return current;
}

cv::Size ImageTransform::FixedSize() const {
  return steps.empty() ? cv::Size(0, 0) : vision::FixedSize(steps.back());
}

}  // namespace fastdeploy::vision
