// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/image.h"

#include <fmt/format.h>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {

void CheckImage(const cv::Mat& image) {
  if (image.empty()) {
    throw Error(ErrorKind::kInvalidArgument,
                "the image is empty (cv::imread returns an empty image for a file that it cannot "
                "read)");
  }
  if (image.dims == 2 && image.type() == CV_8UC3) return;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("expected an 8-bit BGR image (CV_8UC3), got {} with {} channel{}",
                          cv::depthToString(image.depth()), image.channels(),
                          image.channels() == 1 ? "" : "s"));
}

}  // namespace fastdeploy::vision
