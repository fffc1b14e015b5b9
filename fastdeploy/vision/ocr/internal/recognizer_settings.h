// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/family.h"
#include "fastdeploy/vision/ocr/recognizer.h"

namespace fastdeploy::vision::ocr {

// The settings that every pipeline with a text recogniser has.

inline std::vector<Setting> RecognizerSettings() {
  return {{.name = "rec-batch",
           .help = "pad lines as in PaddleOCR's batches of this size; 0: each by itself",
           .value = 0,
           .least = 0},
          {.name = "narrow",
           .help = "do not pad short lines to the width that the model was trained with: faster, "
                   "with a few more wrong characters",
           .value = false}};
}

/// Applies them. Throws Error (kInvalidArgument) for `narrow` if all lines have the same width.
inline void ApplySettings(const Settings& settings, Recognizer* recognizer) {
  constexpr int kNarrow = 64;
  RecognizerPreprocessor& preprocessor = recognizer->GetPreprocessor();
  preprocessor.SetBatchSize(settings.Get<int>("rec-batch"));
  if (!settings.Get<bool>("narrow")) return;
  if (preprocessor.GetStaticShapeInfer()) {
    throw Error(ErrorKind::kInvalidArgument, "narrow: the recogniser takes lines of one width");
  }
  std::vector<int> shape = preprocessor.GetRecImageShape();
  shape[2] = std::min(shape[2], kNarrow);
  preprocessor.SetRecImageShape(shape);
}

}  // namespace fastdeploy::vision::ocr
