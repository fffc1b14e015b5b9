// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/internal/linear_resize.h"

#include <algorithm>
#include <array>
#include <opencv2/core/hal/intrin.hpp>
#include <utility>
#include <vector>

namespace fastdeploy::vision::transform {
namespace {

/// Where a value of the result lies between two pixels of a row or column, and how much of each it
/// takes.
struct Position {
  int first = 0;
  int second = 0;
  float of_first = 1;
  float of_second = 0;
};

/// The middle of pixel i of the result lies at (i + 0.5) / factor - 0.5 of the image.
Position PositionOf(int i, double factor) {
  const auto exact = static_cast<float>((i + 0.5) * (1.0 / factor) - 0.5);
  const int first = cvFloor(exact);
  const float part = exact - static_cast<float>(first);
  return {first, first + 1, 1.0F - part, part};
}

/// Left and right of the image, its outermost pixel counts alone.
Position ColumnOf(int x, double factor, int image_width) {
  const Position column = PositionOf(x, factor);
  if (column.first < 0) return {0, 0};
  if (column.second >= image_width) return {image_width - 1, image_width - 1};
  return column;
}

/// Interpolation in floats.
struct InFloats {
  using Value = float;  // of the result
  using Between = float;

  explicit InFloats(const Position& at) : first(at.of_first), second(at.of_second) {}

  [[nodiscard]] float OfPixels(uchar a, uchar b) const {
    return static_cast<float>(a) * first + static_cast<float>(b) * second;
  }
  /// Of two pixels of three channels that follow each other. Reads 8 values and writes 4.
  void OfPixels(const uchar* pixels, float* to) const {
    const cv::v_uint16x8 values = cv::v_expand_low(cv::v_load_low(pixels));
    const auto floats = [](const cv::v_uint16x8& eight) {
      return cv::v_cvt_f32(cv::v_reinterpret_as_s32(cv::v_expand_low(eight)));
    };
    cv::v_store(to, floats(values) * cv::v_setall_f32(first) +
                        floats(cv::v_rotate_right<3>(values)) * cv::v_setall_f32(second));
  }
  void OfRows(const float* a, const float* b, size_t count, float* to) const {
    for (size_t i = 0; i < count; ++i) to[i] = a[i] * first + b[i] * second;
  }

  float first;
  float second;
};

/// Interpolation in fixed point: shares are multiples of 1 / 2048. Between rows, 16 bits of the
/// products are enough, and what is dropped of them is part of OpenCV's result
/// (modules/imgproc/src/resize.cpp).
struct InFixedPoint {
  using Value = uchar;
  using Between = int;

  explicit InFixedPoint(const Position& at)
      : first(Share(at.of_first)), second(Share(at.of_second)) {
    for (size_t i = 0; i < pairs.size(); ++i) pairs[i] = i % 2 == 0 ? first : second;
  }

  [[nodiscard]] int OfPixels(uchar a, uchar b) const { return a * first + b * second; }
  void OfPixels(const uchar* pixels, int* to) const {
    const cv::v_uint8x16 values = cv::v_load_low(pixels);
    cv::v_uint8x16 paired;
    cv::v_uint8x16 unused;
    cv::v_zip(values, cv::v_rotate_right<3>(values), paired, unused);
    cv::v_store(to, cv::v_dotprod(cv::v_reinterpret_as_s16(cv::v_expand_low(paired)),
                                  cv::v_load(pairs.data())));
  }
  void OfRows(const int* a, const int* b, size_t count, uchar* to) const {
    const cv::v_int16x8 of_first = cv::v_setall_s16(first);
    const cv::v_int16x8 of_second = cv::v_setall_s16(second);
    const auto eight = [](const int* values) {
      return cv::v_pack(cv::v_load(values) >> 4, cv::v_load(values + 4) >> 4);
    };
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
      cv::v_rshr_pack_u_store<2>(
          to + i, cv::v_mul_hi(eight(a + i), of_first) + cv::v_mul_hi(eight(b + i), of_second));
    }
    for (; i < count; ++i) {
      const int sum = (((a[i] >> 4) * first) >> 16) + (((b[i] >> 4) * second) >> 16);
      to[i] = static_cast<uchar>((sum + 2) >> 2);
    }
  }

  static short Share(float share) { return static_cast<short>(cvRound(share * 2048)); }

  short first;
  short second;
  std::array<short, 8> pairs;
};

/// A column of the result.
template <typename Interpolation>
struct Column {
  int first;  // values of a row before the two pixels
  int second;
  Interpolation interpolation;
};

template <typename Interpolation>
using Columns = std::vector<Column<Interpolation>>;

template <typename Interpolation>
Columns<Interpolation> ColumnsOf(const LinearTarget& target, const cv::Mat& image) {
  Columns<Interpolation> columns;
  columns.reserve(static_cast<size_t>(target.part.width));
  for (int x = target.part.x; x < target.part.x + target.part.width; ++x) {
    const Position at = ColumnOf(x, target.factors.x, image.cols);
    columns.push_back(
        {at.first * image.channels(), at.second * image.channels(), Interpolation(at)});
  }
  return columns;
}

/// Interpolates in row y of the image. `to` has room for a value more.
template <typename Interpolation, int kChannels>
void ResizeRow(const cv::Mat& image, int y, const Columns<Interpolation>& columns,
               typename Interpolation::Between* to) {
  const uchar* row = image.ptr(y);
  // Eight values are read at once, from the next rows, too, but not behind the image. Where a pixel
  // counts alone, its neighbour has a share of 0.
  const ptrdiff_t behind = image.ptr(image.rows - 1) - row + image.cols * kChannels;
  const ptrdiff_t readable = kChannels == 3 ? behind - 8 : -1;
  for (const auto& [first, second, interpolation] : columns) {
    if (first <= readable) {
      interpolation.OfPixels(row + first, to);
    } else {
      for (int c = 0; c < kChannels; ++c) {
        to[c] = interpolation.OfPixels(row[first + c], row[second + c]);
      }
    }
    to += kChannels;
  }
}

template <typename Interpolation>
void Resize(const cv::Mat& image, const LinearTarget& target, cv::Mat* output) {
  const auto resize_row =
      image.channels() == 3 ? ResizeRow<Interpolation, 3> : ResizeRow<Interpolation, 1>;
  const Columns<Interpolation> columns = ColumnsOf<Interpolation>(target, image);
  const size_t values = columns.size() * static_cast<size_t>(image.channels());
  // The two rows of the image, resized, between which a row of the result lies. Going down, the
  // lower one often is the next upper one.
  using Row = std::vector<typename Interpolation::Between>;
  std::array<Row, 2> rows = {Row(values + 1), Row(values + 1)};
  std::array<int, 2> held = {-1, -1};
  for (int y = 0; y < target.part.height; ++y) {
    const Position at = PositionOf(target.part.y + y, target.factors.y);
    const std::array<int, 2> wanted = {std::clamp(at.first, 0, image.rows - 1),
                                       std::clamp(at.second, 0, image.rows - 1)};
    if (held[0] != wanted[0] && held[1] == wanted[0]) {
      std::swap(rows[0], rows[1]);
      std::swap(held[0], held[1]);
    }
    for (size_t i = 0; i < 2; ++i) {
      if (held[i] == wanted[i]) continue;
      resize_row(image, wanted[i], columns, rows[i].data());
      held[i] = wanted[i];
    }
    Interpolation(at).OfRows(rows[0].data(), rows[1].data(), values,
                             output->ptr<typename Interpolation::Value>(y));
  }
}

}  // namespace

void LinearResize(const cv::Mat& image, const LinearTarget& target, cv::Mat* output) {
  output->create(target.part.size(), CV_MAKETYPE(target.floats ? CV_32F : CV_8U, image.channels()));
  (target.floats ? Resize<InFloats> : Resize<InFixedPoint>)(image, target, output);
}

}  // namespace fastdeploy::vision::transform
