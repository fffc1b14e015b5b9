// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/check_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <opencv2/core.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::ocr {

namespace {

/// Whether all values are finite. A tensor may have more values than OpenCV's matrices.
bool AllFinite(std::span<const float> values) {
  constexpr size_t kPart = size_t{1} << 24;
  for (size_t start = 0; start < values.size(); start += kPart) {
    const auto part = values.subspan(start, std::min(kPart, values.size() - start));
    const cv::Mat view(1, static_cast<int>(part.size()), CV_32F, const_cast<float*>(part.data()));
    if (!cv::checkRange(view)) return false;
  }
  return true;
}

}  // namespace

const FDTensor& CheckOutput(std::span<const FDTensor> outputs, const std::vector<int>& shape,
                            size_t images) {
  if (outputs.empty()) throw Error(ErrorKind::kInvalidArgument, "the model has no output");
  const FDTensor& output = outputs.front();
  const bool fits = std::equal(
      output.shape.begin(), output.shape.end(), shape.begin(), shape.end(),
      [](int64_t dim, int want) { return want == -1 ? dim > 0 && dim <= INT32_MAX : dim == want; });
  if (!fits || output.shape[0] != static_cast<int64_t>(images)) {
    std::vector<int64_t> expected(shape.begin(), shape.end());
    expected.front() = static_cast<int64_t>(images);
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("output '{}' of shape {} does not fit a batch of {} images: expected "
                            "{}, where -1 is any number but 0. Is this the right model?",
                            output.name, ShapeString(output.shape), images, ShapeString(expected)));
  }
  if (output.dtype != FP32) {
    throw Error(ErrorKind::kInvalidArgument, fmt::format("output '{}': expected float32, found {}",
                                                         output.name, Str(output.dtype)));
  }
  if (!AllFinite(output.As<float>())) {
    throw Error(ErrorKind::kRuntime, fmt::format("output '{}' holds NaN or infinity", output.name));
  }
  return output;
}

size_t ImagesOf(std::span<const FDTensor> outputs) {
  const bool known = !outputs.empty() && !outputs[0].shape.empty() && outputs[0].shape[0] > 0 &&
                     outputs[0].Numel() > 0;
  return known ? static_cast<size_t>(outputs[0].shape[0]) : 0;
}

}  // namespace fastdeploy::vision::ocr
