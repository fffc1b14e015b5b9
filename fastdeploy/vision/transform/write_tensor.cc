// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/write_tensor.h"

#include <algorithm>
#include <cstdint>
#include <opencv2/core/hal/intrin.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::transform {
namespace {

/// Rows are processed a few at a time, so that their planes stay in the cache and need no new
/// memory.
constexpr int kPixelsAtOnce = 4096;

/// How the values of a channel become floats: in the order of the reference's operations, whose
/// rounding the results follow.
struct Channel {
  float scale;
  float mean;
  float factor;
};

Channel ChannelOf(const Normalize& normalize, size_t channel) {
  return {normalize.scale, normalize.mean[channel], 1.0F / normalize.std[channel]};
}

/// Writes 16 values as floats.
void WriteFloats(const cv::v_uint8x16& values, const Channel& channel, float* to) {
  const cv::v_float32x4 scale = cv::v_setall_f32(channel.scale);
  const cv::v_float32x4 mean = cv::v_setall_f32(channel.mean);
  const cv::v_float32x4 factor = cv::v_setall_f32(channel.factor);
  std::array<cv::v_uint16x8, 2> eights;
  cv::v_expand(values, eights[0], eights[1]);
  for (const cv::v_uint16x8& eight : eights) {
    std::array<cv::v_uint32x4, 2> fours;
    cv::v_expand(eight, fours[0], fours[1]);
    for (const cv::v_uint32x4& four : fours) {
      const cv::v_float32x4 floats = cv::v_cvt_f32(cv::v_reinterpret_as_s32(four));
      cv::v_store(to, (floats * scale - mean) * factor);
      to += 4;
    }
  }
}

/// Writes an 8-bit image of three channels as planes of floats.
void WritePlanes(const cv::Mat& image, const std::array<Channel, 3>& channels, bool rgb,
                 const TensorView& output) {
  for (int y = 0; y < image.rows; ++y) {
    const uint8_t* from = image.ptr(y);
    float* to = static_cast<float*>(output.data) + static_cast<size_t>(y) * output.row_stride;
    int x = 0;
    for (; x + 16 <= image.cols; x += 16, from += 48, to += 16) {
      std::array<cv::v_uint8x16, 3> planes;
      cv::v_load_deinterleave(from, planes[rgb ? 2 : 0], planes[1], planes[rgb ? 0 : 2]);
      for (size_t c = 0; c < 3; ++c) {
        WriteFloats(planes[c], channels[c], to + c * output.plane_stride);
      }
    }
    for (; x < image.cols; ++x, from += 3, ++to) {
      for (size_t c = 0; c < 3; ++c) {
        const auto& [scale, mean, factor] = channels[c];
        to[c * output.plane_stride] =
            (static_cast<float>(from[rgb ? 2 - c : c]) * scale - mean) * factor;
      }
    }
  }
}

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
  if (layout.normalize && layout.chw && image.type() == CV_8UC3) {
    WritePlanes(image, {ChannelOf(normalize, 0), ChannelOf(normalize, 1), ChannelOf(normalize, 2)},
                layout.rgb, output);
    return;
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
      const auto [scale, mean, factor] =
          layout.normalize ? ChannelOf(normalize, channel) : Channel{1, 0, 1};
      planes[channel].convertTo(converted[channel], type, double(scale) * factor,
                                -double(mean) * factor);
    }
    if (!layout.chw) {
      cv::Mat interleaved =
          InterleavedView(output, CV_MAKETYPE(type, image.channels()), top, part.size());
      cv::merge(converted.data(), channels, interleaved);
    }
  }
}

}  // namespace fastdeploy::vision::transform
