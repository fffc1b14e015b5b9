// SPDX-License-Identifier: Apache-2.0
#pragma once

// Everything of the vision API, under 1.x's umbrella header.

#include "fastdeploy/compat/multiclass_nms.h"
#include "fastdeploy/compat/ocr_utils.h"
#include "fastdeploy/compat/opencv.h"
#include "fastdeploy/compat/ppshitu.h"
#include "fastdeploy/compat/size_processors.h"
#include "fastdeploy/compat/value_processors.h"
#include "fastdeploy/compat/vision_utils.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime.h"
#include "fastdeploy/vision/families.h"
#include "fastdeploy/vision/family.h"
#include "fastdeploy/vision/visualize/visualize.h"
