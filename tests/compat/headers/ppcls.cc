// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/vision/classification/ppcls/model.h"

#include <opencv2/imgcodecs.hpp>

#include "../check.h"

void Classify() {
  const std::string folder = InModels("pplcnet_x0_25/");
  fastdeploy::RuntimeOption option;
  option.UseCpu();
  option.UsePaddleBackend();
  auto model = fastdeploy::vision::classification::PaddleClasModel(
      folder + "inference.pdmodel", folder + "inference.pdiparams", folder + "inference_cls.yaml",
      option);
  Check(model.Initialized());
  cv::Mat image = cv::imread(InModels("images/chelsea.png"));
  fastdeploy::vision::ClassifyResult result;
  Check(model.Predict(image, &result));
  Check(result.label_ids.size() == 1 && result.Str().find("ClassifyResult(") == 0);
}
