// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/internal/pil_resize.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace fastdeploy::vision::transform {
namespace {

constexpr int kPrecisionBits = 22;

struct Filter {
  double (*weight)(double);
  double support;
};

double Linear(double x) { return std::max(0.0, 1.0 - std::abs(x)); }

double Cubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

double Sinc(double x) {
  return x == 0 ? 1.0 : std::sin(x * std::numbers::pi) / (x * std::numbers::pi);
}

double Lanczos(double x) { return x >= -3 && x < 3 ? Sinc(x) * Sinc(x / 3) : 0; }

Filter ChooseFilter(int interpolation) {
  if (interpolation == cv::INTER_CUBIC) return {Cubic, 2};
  if (interpolation == cv::INTER_LANCZOS4) return {Lanczos, 3};
  return {Linear, 1};
}

/// The inputs that contribute to one output, and their weights.
struct Taps {
  int first = 0;
  std::vector<int> weights;
};

std::vector<Taps> MakeTaps(const Filter& filter, int input_size, int output_size) {
  const double scale = double(input_size) / output_size;
  const double filter_scale = std::max(scale, 1.0);
  const double support = filter.support * filter_scale;
  std::vector<Taps> all(static_cast<size_t>(output_size));
  for (size_t i = 0; i < all.size(); ++i) {
    const double center = (double(i) + 0.5) * scale;
    // Pillow truncates these; it does not round them.
    const int first = std::max(0, static_cast<int>(center - support + 0.5));          // NOLINT
    const int last = std::min(input_size, static_cast<int>(center + support + 0.5));  // NOLINT
    std::vector<double> weights;
    double sum = 0;
    for (int x = first; x < last; ++x) {
      weights.push_back(filter.weight((x - center + 0.5) / filter_scale));
      sum += weights.back();
    }
    all[i].first = first;
    for (const double weight : weights) {
      const double fixed = weight / sum * (1 << kPrecisionBits);
      all[i].weights.push_back(static_cast<int>(std::lround(fixed)));
    }
  }
  return all;
}

/// One output value: applies the taps to values that are `stride` bytes apart.
uint8_t Convolve(const Taps& taps, const uint8_t* values, size_t stride) {
  int sum = 1 << (kPrecisionBits - 1);
  for (const int weight : taps.weights) {
    sum += *values * weight;
    values += stride;
  }
  return static_cast<uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255));
}

template <int kChannels>
cv::Mat Horizontal(const cv::Mat& image, int width, const Filter& filter) {
  const auto all = MakeTaps(filter, image.cols, width);
  cv::Mat output(image.rows, width, image.type());
  for (int y = 0; y < image.rows; ++y) {
    const auto* row = image.ptr<uint8_t>(y);
    auto* out = output.ptr<uint8_t>(y);
    for (const Taps& taps : all) {
      for (int c = 0; c < kChannels; ++c) {
        *out++ = Convolve(taps, row + taps.first * kChannels + c, kChannels);
      }
    }
  }
  return output;
}

cv::Mat Vertical(const cv::Mat& image, int height, const Filter& filter) {
  const auto all = MakeTaps(filter, image.rows, height);
  cv::Mat output(height, image.cols, image.type());
  for (int y = 0; y < height; ++y) {
    const Taps& taps = all[static_cast<size_t>(y)];
    const auto* column = image.ptr<uint8_t>(taps.first);
    auto* out = output.ptr<uint8_t>(y);
    for (int x = 0; x < image.cols * image.channels(); ++x) {
      out[x] = Convolve(taps, column + x, image.step);
    }
  }
  return output;
}

/// The input under the middle of each output, found as in Pillow: by repeated addition, in double.
std::vector<int> NearestInputs(int input_size, int output_size) {
  const double step = double(input_size) / output_size;
  std::vector<int> inputs(static_cast<size_t>(output_size));
  double at = step * 0.5;
  for (int& input : inputs) {
    input = std::min(static_cast<int>(at), input_size - 1);
    at += step;
  }
  return inputs;
}

cv::Mat Nearest(const cv::Mat& image, cv::Size size) {
  const std::vector<int> columns = NearestInputs(image.cols, size.width);
  const std::vector<int> rows = NearestInputs(image.rows, size.height);
  cv::Mat output(size, image.type());
  const size_t pixel = image.elemSize();
  for (int y = 0; y < size.height; ++y) {
    const auto* from = image.ptr<uint8_t>(rows[static_cast<size_t>(y)]);
    auto* to = output.ptr<uint8_t>(y);
    for (const int column : columns) {
      to = std::copy_n(from + static_cast<size_t>(column) * pixel, pixel, to);
    }
  }
  return output;
}

}  // namespace

void PilResize(const cv::Mat& image, cv::Size size, int interpolation, cv::Mat* output) {
  if (interpolation == cv::INTER_NEAREST) {
    *output = Nearest(image, size);
    return;
  }
  const Filter filter = ChooseFilter(interpolation);
  cv::Mat current = image;
  if (size.width != image.cols) {
    current = image.channels() == 1 ? Horizontal<1>(current, size.width, filter)
                                    : Horizontal<3>(current, size.width, filter);
  }
  if (size.height != image.rows) current = Vertical(current, size.height, filter);
  *output = current;
}

}  // namespace fastdeploy::vision::transform
