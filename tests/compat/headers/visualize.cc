// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/vision/visualize/visualize.h"

#include "../check.h"

void Drawing() {
  fastdeploy::vision::OCRResult result;
  result.boxes.push_back({2, 2, 20, 2, 20, 10, 2, 10});
  result.text.push_back("text");
  result.rec_scores.push_back(0.9F);
  const cv::Mat image(32, 32, CV_8UC3, cv::Scalar::all(255));
  const cv::Mat drawn = fastdeploy::vision::VisOcr(image, result);
  Check(drawn.size() == image.size() && cv::norm(drawn, image) > 0);
}
