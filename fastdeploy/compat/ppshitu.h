// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/vision/detection/model.h"

namespace fastdeploy::vision::classification {

/// Finds the objects whose features PPShiTuV2Recognizer extracts.
using PPShiTuV2Detector = detection::PicoDet;

}  // namespace fastdeploy::vision::classification
