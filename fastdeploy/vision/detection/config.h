// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/operators/multiclass_nms.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::detection {

/// The contents of the YAML that PaddleDetection's exporter writes beside a model (`infer_cfg.yml`
/// or `inference.yml`).
struct DetectionConfig {
  std::string arch;  ///< "YOLO", "PicoDet", "DETR", ...
  Preparation preparation;
  /// Height and width of the tensor are rounded up to multiples of this, filled with 0 on the right
  /// and below.
  int stride = 1;
  std::vector<std::string> labels;
  float draw_threshold = 0.5F;
  std::optional<NmsAttributes> nms;  ///< for PicoDet, which may be exported without NMS
  std::vector<int> fpn_stride;       ///< for PicoDet: pixels per cell, for each level
};

/// Reads that YAML, or the `model.yml` of PaddleX 1 and 2. The defaults are PaddleDetection's, or
/// PaddleX's if the file names a PaddleX model (Global.model_name). Throws Error if the file is
/// something else, and for unknown steps.
FASTDEPLOY_DECL DetectionConfig ReadDetectionConfig(const std::string& config_file);

}  // namespace fastdeploy::vision::detection
