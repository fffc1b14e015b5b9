// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/db_boxes.h"
#include "fastdeploy/vision/transform/write_tensor.h"

namespace fastdeploy::vision::ocr {

// What the exporters of PaddleX and PaddleOCR write into the inference.yml of text detectors and
// recognisers (these: also heads.h, line_plan.h). All functions throw Error naming the place in the
// file.

/// Global: model_name; "" if there is none.
std::string ModelNameOf(const Yaml& yaml);

/// The names of the operators of PreProcess: transform_ops and their settings, but for those that
/// only training needs.
std::vector<std::pair<std::string, Yaml>> Operators(const Yaml& yaml);

/// How a detector resizes its pictures: by a limit, or to a fixed shape.
struct DetectionSize {
  std::string limit_type;  ///< as DBDetectorPreprocessor::SetLimitType
  int limit_side_len = 0;
  std::optional<cv::Size> shape;  ///< width -1: as the ratio requires
};

/// How a detector prepares its pictures.
struct DetectorPreparation {
  DetectionSize size;
  bool rgb = false;
  std::optional<transform::Normalize> normalize;
};

/// PreProcess: transform_ops. What is missing follows from the name of the model, as
/// docs/ocr.md says. Throws Error for an operator that is not known.
DetectorPreparation ReadDetectorPreparation(const Yaml& yaml);

/// PostProcess. Throws Error for a number out of bounds.
DBSettings ReadDBSettings(const Yaml& yaml);

/// How a model of the structure of tables prepares pictures and reads its outputs.
struct TableDialect {
  std::optional<int> max_len;
  bool merge_no_span_structure = true;
  std::string box_shape = "pad";  ///< as StructureV2TablePostprocessor::SetBoxShape
};

/// PreProcess: transform_ops, PostProcess: merge_no_span_structure, and the name of the model, of
/// which PaddleX's TableLabelDecode makes the shape.
TableDialect ReadTable(const Yaml& yaml);

/// PostProcess: character_dict; empty if it is not there.
std::vector<std::string> ReadCharacters(const Yaml& yaml);

}  // namespace fastdeploy::vision::ocr
