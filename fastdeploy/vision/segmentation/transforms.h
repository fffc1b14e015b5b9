// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "fastdeploy/vision/segmentation/size_steps.h"
#include "fastdeploy/vision/transform/steps.h"

namespace fastdeploy::vision::segmentation {

/// How images are prepared: steps, then the pass that writes the tensor. A value.
struct Transforms {
  std::vector<SizeStep> steps;
  Normalize normalize;
  Layout layout;
};

}  // namespace fastdeploy::vision::segmentation
