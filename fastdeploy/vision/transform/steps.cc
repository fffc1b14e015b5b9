// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/steps.h"

#include <fmt/format.h>

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

/// Values of one channel, `step` apart in the output.
template <typename T, typename Convert>
void ConvertRow(const uint8_t* values, int count, T* output, int step, Convert convert) {
  if (step == 1) {  // spelled out: the compiler turns this loop into vector instructions
    for (int x = 0; x < count; ++x) output[x] = convert(values[x]);
  } else {
    for (int x = 0; x < count; ++x) output[x * step] = convert(values[x]);
  }
}

/// Rows are taken a few at a time: their planes stay in the cache and cost no fresh memory.
constexpr int kPixelsAtOnce = 4096;

template <typename T, typename MakeConvert>
void WriteAs(const cv::Mat& image, const Layout& layout, T* output, size_t row_stride,
             size_t plane_stride, MakeConvert make_convert) {
  if (row_stride == 0) row_stride = static_cast<size_t>(image.cols);
  if (plane_stride == 0) plane_stride = row_stride * static_cast<size_t>(image.rows);
  const int rows_at_once = std::max(1, kPixelsAtOnce / image.cols);
  std::array<cv::Mat, 3> planes;
  for (int top = 0; top < image.rows; top += rows_at_once) {
    const int bottom = std::min(top + rows_at_once, image.rows);
    cv::split(image.rowRange(top, bottom), planes.data());
    for (size_t channel = 0; channel < 3; ++channel) {
      const auto convert = make_convert(channel);
      const cv::Mat& plane = planes[layout.rgb ? 2 - channel : channel];
      for (int y = top; y < bottom; ++y) {
        const size_t row = static_cast<size_t>(y) * row_stride;
        T* to = layout.chw ? output + channel * plane_stride + row : output + row * 3 + channel;
        ConvertRow(plane.ptr<uint8_t>(y - top), image.cols, to, layout.chw ? 1 : 3, convert);
      }
    }
  }
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
                 void* output, size_t row_stride, size_t plane_stride) {
  if (!layout.normalize) {
    WriteAs(image, layout, static_cast<uint8_t*>(output), row_stride, plane_stride,
            [](size_t) { return [](uint8_t value) { return value; }; });
    return;
  }
  WriteAs(image, layout, static_cast<float*>(output), row_stride, plane_stride,
          [&](size_t channel) {
            return [scale = normalize.scale, mean = normalize.mean[channel],
                    std = normalize.std[channel]](uint8_t value) {
              return (float(value) * scale - mean) / std;
            };
          });
}

}  // namespace fastdeploy::vision
