// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/check_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/core.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::ocr {

const FDTensor& CheckOutput(std::span<const FDTensor> outputs, const std::vector<int>& shape,
                            size_t images) {
  if (outputs.empty()) throw Error(ErrorKind::kInvalidArgument, "the model has no output");
  const FDTensor& output = outputs.front();
  const bool fits = std::equal(output.shape.begin(), output.shape.end(), shape.begin(), shape.end(),
                               [](int64_t dim, int want) { return want == -1 || dim == want; });
  if (!fits || output.shape[0] != static_cast<int64_t>(images)) {
    throw Error(
        ErrorKind::kInvalidArgument,
        fmt::format("output '{}' of shape {} does not fit a batch of {} images: is this the "
                    "right model?",
                    output.name, ShapeString(output.shape), images));
  }
  const std::span<const float> values = output.As<float>();
  const cv::Mat all(1, static_cast<int>(values.size()), CV_32F, const_cast<float*>(values.data()));
  if (!cv::checkRange(all)) {
    throw Error(ErrorKind::kRuntime, fmt::format("output '{}' holds NaN or infinity", output.name));
  }
  return output;
}

size_t ImagesOf(std::span<const FDTensor> outputs) {
  const bool known = !outputs.empty() && !outputs[0].shape.empty();
  return known ? static_cast<size_t>(outputs[0].shape[0]) : 0;
}

}  // namespace fastdeploy::vision::ocr
