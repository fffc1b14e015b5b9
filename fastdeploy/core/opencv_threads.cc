// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/opencv_threads.h"

#include <opencv2/core/utility.hpp>

namespace fastdeploy {

void SetOpenCVThreads(int threads) { cv::setNumThreads(threads); }

}  // namespace fastdeploy
