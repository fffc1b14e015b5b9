// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/visualize/visualize.h"

#include "fastdeploy/vision/internal/style.h"

namespace fastdeploy::vision {

std::vector<int> GenerateColorMap(int num_classes) {
  std::vector<int> colours;
  for (int label = 0; label < num_classes; ++label) {
    const cv::Vec3b colour = ColourOf(label);
    colours.insert(colours.end(), {colour[0], colour[1], colour[2]});
  }
  return colours;
}

}  // namespace fastdeploy::vision
