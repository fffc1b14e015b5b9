// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "fastdeploy/vision/family.h"
#include "fastdeploy/vision/ocr/detector.h"

namespace fastdeploy::vision::ocr {

// The settings that every family with a text detector has.

inline std::vector<Setting> DetectorSettings() {
  return {{.name = "limit-type",
           .help = "what the limit is for: max (the longer side is shrunk to it), min (the shorter "
                   "side is enlarged to it) or resize_long (the longer side gets this length)",
           .value = "",
           .of_model = true},
          {.name = "limit-side-len",
           .help = "length in pixels to which text detection scales pages",
           .value = 0,
           .least = 1,
           .most = 65536,
           .of_model = true},
          {.name = "max-side-limit",
           .help = "length in pixels that no side of a page exceeds in text detection",
           .value = 4000,
           .least = 1,
           .most = 65536}};
}

/// Applies them. A limit without a type is that of the longer side.
inline void ApplySettings(const Settings& settings, DBDetectorPreprocessor* preprocessor) {
  const auto type = settings.Find<std::string>("limit-type");
  const auto side = settings.Find<int>("limit-side-len");
  if (type) preprocessor->SetLimitType(*type);
  if (side && !type) preprocessor->SetLimitType("max");
  if (side) preprocessor->SetLimitSideLen(*side);
  preprocessor->SetMaxSideLimit(settings.Get<int>("max-side-limit"));
}

}  // namespace fastdeploy::vision::ocr
