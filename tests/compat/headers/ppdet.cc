// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/vision/detection/ppdet/model.h"

#include <opencv2/imgcodecs.hpp>

#include "../check.h"

void Detect() {
  const std::string folder = InModels("picodet_s_320_nms/");
  fastdeploy::RuntimeOption option;
  option.UseCpu();
  option.UseLiteBackend();
  auto model = fastdeploy::vision::detection::PicoDet(
      folder + "model.pdmodel", folder + "model.pdiparams", folder + "infer_cfg.yml", option);
  Check(model.Initialized());
  cv::Mat image = cv::imread(InModels("images/coffee.png"));
  cv::Mat copy = image.clone();
  fastdeploy::vision::DetectionResult result;
  Check(model.Predict(&copy, &result) && !result.boxes.empty());
}
