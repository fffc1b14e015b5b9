// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/opencv_threads.h"

#include <opencv2/core/utility.hpp>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

TEST(SetOpenCVThreads, SetsThem) {
  const int before = cv::getNumThreads();
  SetOpenCVThreads(2);
  EXPECT_EQ(cv::getNumThreads(), 2);
  cv::setNumThreads(before);
}

}  // namespace
}  // namespace fastdeploy
