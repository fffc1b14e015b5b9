// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/internal/yaml_fields.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <utility>
#include <vector>

namespace fastdeploy::vision {
namespace {

using transform::Normalize;

/// No exporter writes larger sizes.
constexpr int kLongestSide = 1 << 16;

constexpr std::array<std::pair<std::string_view, int>, 7> kInterpolations = {
    {{"nearest", cv::INTER_NEAREST},
     {"linear", cv::INTER_LINEAR},
     {"bilinear", cv::INTER_LINEAR},
     {"cubic", cv::INTER_CUBIC},
     {"bicubic", cv::INTER_CUBIC},
     {"area", cv::INTER_AREA},
     {"lanczos", cv::INTER_LANCZOS4}}};

}  // namespace

cv::Size ReadSize(const Yaml& value, SizeOrder order) {
  const auto sides =
      value.IsSequence() ? value.As<std::vector<int>>() : std::vector<int>(2, value.As<int>());
  const auto possible = [](int side) { return side >= 1 && side <= kLongestSide; };
  const bool width_first = order == SizeOrder::kWidthHeight;
  if (sides.size() != 2 || !std::ranges::all_of(sides, possible)) {
    value.Fail(width_first ? "expected a positive size or [width, height]"
                           : "expected a positive size or [height, width]");
  }
  return width_first ? cv::Size(sides[0], sides[1]) : cv::Size(sides[1], sides[0]);
}

int ReadPositive(const Yaml& op, const std::string& key) {
  const int number = op.Get<int>(key);
  if (number < 1) op.At(key).Fail("expected a positive number");
  return number;
}

int ReadPositive(const Yaml& op, const std::string& key, int fallback) {
  return op.Has(key) ? ReadPositive(op, key) : fallback;
}

template <typename T>
std::array<T, 3> ReadChannels(const Yaml& value) {
  auto numbers = value.IsSequence() ? value.As<std::vector<T>>() : std::vector<T>{value.As<T>()};
  if (numbers.size() == 1) numbers.resize(3, numbers[0]);
  const auto finite = [](T number) { return std::isfinite(number); };
  if (numbers.size() != 3 || !std::ranges::all_of(numbers, finite)) {
    value.Fail("expected one number, or three: one for each channel");
  }
  return {numbers[0], numbers[1], numbers[2]};
}
template std::array<float, 3> ReadChannels<float>(const Yaml& value);
template std::array<double, 3> ReadChannels<double>(const Yaml& value);

int ReadInterpolation(const Yaml& value) {
  const auto text = value.As<std::string>();
  std::string name = text;
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  if (name == "lanczos4") name = "lanczos";
  for (const auto& [known, code] : kInterpolations) {
    if (name == known || name == std::to_string(code)) return code;
  }
  value.FailUnsupported("unknown interpolation '" + text + "'");
}

Normalize ReadNormalize(const Yaml& op, const Normalize& fallback, float scale) {
  Normalize normalize;
  normalize.mean = ReadChannels(op, "mean", fallback.mean);
  normalize.std = ReadChannels(op, "std", fallback.std);
  normalize.scale = scale;
  if (std::ranges::count(normalize.std, 0.0F) > 0) {
    op.At("std").Fail("a standard deviation of 0 is not allowed");
  }
  return normalize;
}

std::array<double, 3> PaddingBeforeNormalize(std::array<double, 3> value,
                                             const Normalize& normalize, bool normalized,
                                             bool rgb) {
  for (size_t c = 0; c < 3 && normalized; ++c) {
    value[c] = (value[c] * normalize.std[c] + normalize.mean[c]) / normalize.scale;
  }
  if (rgb) std::swap(value[0], value[2]);
  return value;
}

}  // namespace fastdeploy::vision
