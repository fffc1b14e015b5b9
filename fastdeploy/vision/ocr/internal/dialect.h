// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/db_boxes.h"
#include "fastdeploy/vision/transform/write_tensor.h"

namespace fastdeploy::vision::ocr {

// What PaddleX's exporter writes into the inference.yml of text detectors and recognisers. All
// functions throw Error naming the place in the file.

/// Global: model_name; "" if there is none.
std::string ModelNameOf(const Yaml& yaml);

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

/// How a recogniser prepares its lines: PreProcess: transform_ops: RecResizeImg: image_shape.
/// Nothing if it is not there.
std::optional<std::array<int, 3>> ReadLineShape(const Yaml& yaml);

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
