// SPDX-License-Identifier: Apache-2.0
#pragma once

// Everything of the vision API, under 1.x's umbrella header.

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/log.h"
#include "fastdeploy/pipeline.h"
#include "fastdeploy/runtime.h"
#include "fastdeploy/vision/classification/model.h"
#include "fastdeploy/vision/detection/model.h"
#include "fastdeploy/vision/matting/model.h"
#include "fastdeploy/vision/model_family.h"
#include "fastdeploy/vision/ocr/classifier.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/recognizer.h"
#include "fastdeploy/vision/result/result.h"
#include "fastdeploy/vision/segmentation/model.h"
#include "fastdeploy/vision/visualize/visualize.h"
