// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// The threads that OpenCV computes with in this library, as cv::setNumThreads: 1 for programs that
/// process images in threads of their own. The library may contain an OpenCV of its own, which
/// cv::setNumThreads of a program does not reach. Not while images are processed.
FASTDEPLOY_DECL void SetOpenCVThreads(int threads);

}  // namespace fastdeploy
