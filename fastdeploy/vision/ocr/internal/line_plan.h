// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/internal/heads.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::ocr {

/// How a recogniser's lines become its input: one of PaddleOCR's operators of
/// ppocr/data/imaug/rec_img_aug.py.
struct LinePlan {
  enum class Fit {
    kWidest,        ///< ratio kept, padded with 0 to the widest line of the batch
    kPad,           ///< ratio kept, padded with 0 to the width
    kStretch,       ///< exactly the height and width
    kMultiple,      ///< ratio kept, padded with black; SAR
    kWholeHeights,  ///< SRN
  };
  Fit fit = Fit::kWidest;
  bool grey = false;
  bool rgb = false;  ///< DecodeImage: img_mode
  int height = 48;
  int width = 320;
  int narrowest = 0;  ///< kMultiple
  int multiple = 1;   ///< kMultiple
  int interpolation = 1;
  bool pillow = false;
  transform::Normalize normalize;

  /// The inputs beside the lines.
  enum class Inputs { kNone, kValidRatio, kValidRatioAndPositions, kSrn };
  Inputs inputs = Inputs::kNone;
  int text_length = 25;  ///< the steps of RobustScanner and SRN
  int attention = 8;     ///< the heads of SRN

  [[nodiscard]] int Channels() const { return grey ? 1 : 3; }
  /// How many inputs there are beside the lines.
  [[nodiscard]] size_t MoreInputs() const;
};

/// PreProcess: transform_ops of an exporter's YAML, for a recogniser of this algorithm; what it
/// does not say is that of the algorithm. Throws Error for an operator that is not known.
LinePlan ReadLinePlan(const Yaml& yaml, const Algorithm& algorithm);
/// The plan of an algorithm alone.
LinePlan PlanOf(const Algorithm& algorithm);

/// The steps that bring a line to its size in a tensor of `size`.
std::vector<transform::Step> StepsFor(const LinePlan& plan, cv::Size size);

/// Writes the inputs beside the lines behind outputs[0]. `infos` are the network's inputs, or empty
/// if they are not known. Throws Error if the network has other inputs.
void WriteMoreInputs(const LinePlan& plan, std::span<const Geometry> lines, cv::Size size,
                     std::span<const TensorInfo> infos, std::vector<FDTensor>* outputs);

}  // namespace fastdeploy::vision::ocr
