// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/vision/common/result.h"

#include "../check.h"

void Results() {
  using namespace fastdeploy::vision;
  DetectionResult detection;
  detection.Reserve(2);
  detection.Resize(2);
  Check(detection.boxes.size() == 2 && detection.type == ResultType::DETECTION);
  SegmentationResult segmentation;
  segmentation.Resize(4);
  ClassifyResult classes;
  classes.Resize(3);
  classes.Free();
  Check(segmentation.label_map.size() == 4 && classes.scores.empty());
  MattingResult matting;
  matting.Clear();
  Check(matting.alpha.empty() && OCRResult().Str() == "No Results!");
}
