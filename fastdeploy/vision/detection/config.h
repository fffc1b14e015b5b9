// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/operators/multiclass_nms.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::detection {

/// What PaddleDetection's exporter writes beside a model, `infer_cfg.yml` or `inference.yml`.
struct DetectionConfig {
  std::string arch;  ///< "YOLO", "PicoDet", "DETR", ...
  Preparation preparation;
  /// Height and width of the tensor are multiples of this; what is added right and below is 0.
  int stride = 1;
  std::vector<std::string> labels;
  float draw_threshold = 0.5F;
  std::optional<NmsAttributes> nms;  ///< of PicoDet, whose export may leave it to the caller
  std::vector<int> fpn_stride;       ///< of PicoDet: pixels of a cell, level by level
};

/// Defaults are PaddleDetection's, or PaddleX's if the file names a model of PaddleX
/// (Global.model_name). Throws Error for another file, and for unknown steps.
FASTDEPLOY_DECL DetectionConfig ReadDetectionConfig(const std::string& config_file);

}  // namespace fastdeploy::vision::detection
