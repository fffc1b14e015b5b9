// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/vision/classification/result.h"
#include "fastdeploy/vision/detection/result.h"
#include "fastdeploy/vision/keypoint/result.h"
#include "fastdeploy/vision/matting/result.h"
#include "fastdeploy/vision/ocr/result.h"
#include "fastdeploy/vision/segmentation/result.h"
#include "fastdeploy/vision/tracking/result.h"
