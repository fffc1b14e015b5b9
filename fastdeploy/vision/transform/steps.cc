// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/transform/pil_resize.h"

namespace fastdeploy::vision {
namespace {

[[noreturn]] void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, reason);
}

template <typename Resizing>
cv::Mat ResizeTo(const cv::Mat& image, double width, double height, const Resizing& step,
                 cv::Mat* buffer) {
  if (width == image.cols && height == image.rows) return image;
  if (width < 1 || height < 1 || width * height > kMostPixels) {
    Fail(fmt::format("an image of {}x{} would be resized to {}x{}", image.cols, image.rows, width,
                     height));
  }
  const cv::Size size(static_cast<int>(width), static_cast<int>(height));
  if (step.pil) {
    PilResize(image, size, step.interpolation, buffer);
  } else {
    cv::resize(image, *buffer, size, 0, 0, step.interpolation);
  }
  return *buffer;
}

struct Applier {
  const cv::Mat& image;
  cv::Mat* buffer;

  cv::Mat operator()(const Resize& step) const {
    return ResizeTo(image, step.width, step.height, step, buffer);
  }

  cv::Mat operator()(const ResizeByShort& step) const {
    const double scale = double(step.target) / std::min(image.cols, image.rows);
    return ResizeTo(image, std::nearbyint(image.cols * scale), std::nearbyint(image.rows * scale),
                    step, buffer);
  }

  cv::Mat operator()(const CenterCrop& step) const {
    if (image.cols < step.width || image.rows < step.height) {
      Fail(fmt::format("cannot crop {}x{} out of an image of {}x{}", step.width, step.height,
                       image.cols, image.rows));
    }
    return image(cv::Rect((image.cols - step.width) / 2, (image.rows - step.height) / 2, step.width,
                          step.height));
  }
};

/// Rows are taken a few at a time: their planes stay in the cache and cost no fresh memory.
constexpr int kPixelsAtOnce = 4096;

/// Where the part of a plane from row `top` on goes: a view of the output.
cv::Mat PlaneView(const TensorView& output, int type, size_t channel, int top, cv::Size size) {
  const size_t element = CV_ELEM_SIZE1(type);
  auto* start = static_cast<uint8_t*>(output.data);
  start += (channel * output.plane_stride + static_cast<size_t>(top) * output.row_stride) * element;
  return {size.height, size.width, type, start, output.row_stride * element};
}

/// The same of interleaved output.
cv::Mat InterleavedView(const TensorView& output, int type, int top, cv::Size size) {
  const size_t step = output.row_stride * CV_ELEM_SIZE(type);
  auto* start = static_cast<uint8_t*>(output.data) + static_cast<size_t>(top) * step;
  return {size.height, size.width, type, start, step};
}

}  // namespace

cv::Mat Apply(const Step& step, const cv::Mat& image, cv::Mat* buffer) {
  return std::visit(Applier{image, buffer}, step);
}

cv::Size FixedSize(const Step& step) {
  if (const auto* resize = std::get_if<Resize>(&step)) return {resize->width, resize->height};
  if (const auto* crop = std::get_if<CenterCrop>(&step)) return {crop->width, crop->height};
  return {0, 0};
}

void WriteTensor(const cv::Mat& image, const Normalize& normalize, const Layout& layout,
                 TensorView output) {
  if (output.row_stride == 0) output.row_stride = static_cast<size_t>(image.cols);
  if (output.plane_stride == 0) {
    output.plane_stride = output.row_stride * static_cast<size_t>(image.rows);
  }
  const int type = layout.normalize ? CV_32F : CV_8U;
  const int rows_at_once = std::max(1, kPixelsAtOnce / image.cols);
  std::array<cv::Mat, 3> planes;
  std::array<cv::Mat, 3> converted;
  for (int top = 0; top < image.rows; top += rows_at_once) {
    const cv::Mat part = image.rowRange(top, std::min(top + rows_at_once, image.rows));
    cv::split(part, planes.data());
    if (layout.rgb) std::swap(planes[0], planes[2]);
    for (size_t channel = 0; channel < 3; ++channel) {
      if (layout.chw) converted[channel] = PlaneView(output, type, channel, top, part.size());
      const double factor = layout.normalize ? 1.0 / normalize.std[channel] : 1.0;
      const double scale = layout.normalize ? normalize.scale * factor : 1.0;
      const double shift = layout.normalize ? -normalize.mean[channel] * factor : 0.0;
      planes[channel].convertTo(converted[channel], type, scale, shift);
    }
    if (!layout.chw) {
      cv::Mat interleaved = InterleavedView(output, CV_MAKETYPE(type, 3), top, part.size());
      cv::merge(converted.data(), 3, interleaved);
    }
  }
}

}  // namespace fastdeploy::vision
