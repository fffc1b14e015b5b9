// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/write_tensor.h"

#include <algorithm>
#include <cstdint>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::transform {
namespace {

/// Rows are processed a few at a time, so that their planes stay in the cache and need no new
/// memory.
constexpr int kPixelsAtOnce = 4096;

/// A view of the output: `size` pixels of a plane, from row `top` on.
cv::Mat PlaneView(const TensorView& output, int type, size_t channel, int top, cv::Size size) {
  const size_t element = CV_ELEM_SIZE1(type);
  auto* start = static_cast<uint8_t*>(output.data);
  start += (channel * output.plane_stride + static_cast<size_t>(top) * output.row_stride) * element;
  return {size.height, size.width, type, start, output.row_stride * element};
}

/// The same for interleaved output.
cv::Mat InterleavedView(const TensorView& output, int type, int top, cv::Size size) {
  const size_t step = output.row_stride * CV_ELEM_SIZE(type);
  auto* start = static_cast<uint8_t*>(output.data) + static_cast<size_t>(top) * step;
  return {size.height, size.width, type, start, step};
}

}  // namespace

Normalize MakeNormalize(const std::vector<float>& mean, const std::vector<float>& std,
                        bool is_scale) {
  if (mean.size() != 3 || std.size() != 3 || std::ranges::count(std, 0.0F) > 0) {
    throw Error(ErrorKind::kInvalidArgument,
                "SetNormalize: expected three numbers each for mean and std, and no std of 0");
  }
  return {.mean = {mean[0], mean[1], mean[2]},
          .std = {std[0], std[1], std[2]},
          .scale = is_scale ? 1.0F / 255.0F : 1.0F};
}

void WriteTensor(const cv::Mat& image, const Normalize& normalize, const Layout& layout,
                 TensorView output) {
  if (output.row_stride == 0) output.row_stride = static_cast<size_t>(image.cols);
  if (output.plane_stride == 0) {
    output.plane_stride = output.row_stride * static_cast<size_t>(image.rows);
  }
  const int type = layout.normalize ? CV_32F : CV_8U;
  const auto channels = static_cast<size_t>(image.channels());
  const int rows_at_once = std::max(1, kPixelsAtOnce / image.cols);
  std::array<cv::Mat, 3> planes;
  std::array<cv::Mat, 3> converted;
  for (int top = 0; top < image.rows; top += rows_at_once) {
    const cv::Mat part = image.rowRange(top, std::min(top + rows_at_once, image.rows));
    cv::split(part, planes.data());
    if (layout.rgb && channels == 3) std::swap(planes[0], planes[2]);
    for (size_t channel = 0; channel < channels; ++channel) {
      if (layout.chw) converted[channel] = PlaneView(output, type, channel, top, part.size());
      const double factor = layout.normalize ? 1.0 / normalize.std[channel] : 1.0;
      const double scale = layout.normalize ? normalize.scale * factor : 1.0;
      const double shift = layout.normalize ? -normalize.mean[channel] * factor : 0.0;
      planes[channel].convertTo(converted[channel], type, scale, shift);
    }
    if (!layout.chw) {
      cv::Mat interleaved =
          InterleavedView(output, CV_MAKETYPE(type, image.channels()), top, part.size());
      cv::merge(converted.data(), channels, interleaved);
    }
  }
}

}  // namespace fastdeploy::vision::transform
