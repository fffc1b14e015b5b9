// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/vision.h"

void StreamsOfVision() {
  std::ofstream file("/dev/null");
  file << std::string("text") << std::endl;
  const cv::Mat image = cv::imread("nothing.png");
  if (!image.empty()) throw std::runtime_error("an image");
  std::cout << fastdeploy::FDDataType::FP32 << std::endl;
}
