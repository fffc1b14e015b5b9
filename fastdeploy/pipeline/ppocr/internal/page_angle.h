// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "fastdeploy/vision/classification/model.h"
#include "fastdeploy/vision/ocr/result.h"

namespace fastdeploy::pipeline {

// By how many degrees (0, 90, 180, 270) a page has to be turned counter-clockwise to be upright.

/// Throws Error unless the classes of a model are called 0, 90, 180 and 270.
void RequireAngles(const vision::classification::PaddleClasModel& classifier);

/// The angle of a page, as the best class of the classifier says.
int AngleOf(vision::classification::PaddleClasModel* classifier, const cv::Mat& page);

/// The page turned by this angle. May be the page itself.
cv::Mat TurnedPage(const cv::Mat& page, int angle);

/// Notes the angle, and turns boxes of the turned page into those of the page, which has this size.
void TurnBack(int angle, cv::Size page, vision::OCRResult* result);

}  // namespace fastdeploy::pipeline
