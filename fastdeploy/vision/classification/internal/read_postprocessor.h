// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/vision/classification/postprocessor.h"

namespace fastdeploy::vision::classification {

/// Reads the section PostProcess of PaddleClas's and PaddleX's YAML. Without one: the best class.
/// Throws Error for a step that is not known.
PaddleClasPostprocessor ReadPostprocessor(const std::string& config_file);

}  // namespace fastdeploy::vision::classification
