// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision {

/// What decides how a list of PaddleX's transforms is to be understood.
struct PaddleXKind {
  int version = 2;   ///< 1 or 2: defaults and the order of sizes differ
  std::string task;  ///< "classifier", "detector" or "segmenter"
  bool rgb = true;
};

/// Reads the list `Transforms`: Resize, ResizeByShort, ResizeByLong, Padding, CenterCrop and
/// Normalize. Throws Error naming a transform or a setting that is unknown or random.
Preparation ReadPaddleXTransforms(const Yaml& list, const PaddleXKind& kind);

}  // namespace fastdeploy::vision
