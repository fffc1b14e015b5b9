// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision {

// `model.yml`, which PaddleX 1 and 2 write beside an exported model of any task. (PaddleX 3 writes
// the YAML of the framework that a model comes from.)

/// What the file says about a model.
struct PaddleXExport {
  std::string model;  ///< the name of its class: "ResNet50", "PPYOLO", ...
  Preparation preparation;
  /// The sides of a detector's batch are rounded up to multiples of this, filled with 0.
  int stride = 1;
  std::vector<std::string> labels;
};

/// The task of the model: "classifier", "detector" or "segmenter"; "" if the YAML is no such file.
std::string PaddleXTask(const Yaml& yaml);

/// Reads the file. Throws Error naming the place of what is not supported, and if the model has
/// another task.
PaddleXExport ReadPaddleXExport(const Yaml& yaml, const std::string& task);

}  // namespace fastdeploy::vision
