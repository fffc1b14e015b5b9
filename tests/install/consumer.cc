// SPDX-License-Identifier: Apache-2.0
//
// consumer MODEL_FOLDER IMAGE: the lines of 1.x's multi-thread tutorial, word for word.

#include <iostream>

#include "fastdeploy/vision.h"

int main(int /*argc*/, char** argv) {
  const std::string folder = argv[1];
  const std::string model_file = folder + "/inference.pdmodel";
  const std::string params_file = folder + "/inference.pdiparams";
  const std::string config_file = folder + "/inference_cls.yaml";
  fastdeploy::RuntimeOption option;
  cv::Mat im = cv::imread(argv[2]);

  // clang-format off
  auto model = fastdeploy::vision::classification::PaddleClasModel(model_file, params_file, config_file, option);
  auto model2 = model.Clone();
  fastdeploy::vision::ClassifyResult res;
  model2->Predict(im, &res);
  // clang-format on

  fastdeploy::vision::ClassifyResult original;
  if (!model.Predict(&im, &original, 1) || res.Str() != original.Str()) return 1;
  std::cout << res.Str() << std::endl;
  return 0;
}
