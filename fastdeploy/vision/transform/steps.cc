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

/// One channel of one row: `values` of it, `step` bytes apart.
template <typename Convert, typename T>
void WriteChannel(const uint8_t* row, int values, T* output, int output_step, Convert convert) {
  for (int x = 0; x < values; ++x) output[x * output_step] = convert(row[3 * x]);
}

template <typename T, typename MakeConvert>
void WriteAs(const cv::Mat& image, const Layout& layout, T* output, size_t row_stride,
             size_t plane_stride, MakeConvert make_convert) {
  const auto width = static_cast<size_t>(image.cols);
  if (row_stride == 0) row_stride = width;
  if (plane_stride == 0) plane_stride = row_stride * static_cast<size_t>(image.rows);
  for (int y = 0; y < image.rows; ++y) {
    const auto* row = image.ptr<uint8_t>(y);
    const auto at = static_cast<size_t>(y);
    for (size_t channel = 0; channel < 3; ++channel) {
      const auto convert = make_convert(channel);
      const uint8_t* source = row + (layout.rgb ? 2 - channel : channel);
      if (layout.chw) {
        WriteChannel(source, image.cols, output + channel * plane_stride + at * row_stride, 1,
                     convert);
      } else {
        WriteChannel(source, image.cols, output + at * row_stride * 3 + channel, 3, convert);
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
