// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/vision/segmentation/ppseg/model.h"

#include <opencv2/imgcodecs.hpp>

#include "../check.h"

void Segment() {
  const std::string folder = InModels("pphumanseg_lite/");
  fastdeploy::RuntimeOption option;
  option.UseCpu();
  option.UseTrtBackend();
  auto model = fastdeploy::vision::segmentation::PaddleSegModel(
      folder + "model.pdmodel", folder + "model.pdiparams", folder + "deploy.yaml", option);
  Check(model.Initialized());
  cv::Mat image = cv::imread(InModels("images/chelsea.png"));
  fastdeploy::vision::SegmentationResult result;
  Check(model.Predict(image, &result));
  Check(result.label_map.size() == image.total());
}
