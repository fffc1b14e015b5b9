// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/internal/yaml_fields.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "fastdeploy/core/internal/lowercase.h"
#include "fastdeploy/core/internal/number.h"

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

/// Without the spaces around it, and without the point that Python allows at the end: "255.".
std::string_view Trimmed(std::string_view text) {
  const size_t start = std::min(text.find_first_not_of(' '), text.size());
  text = text.substr(start, text.find_last_not_of(' ') + 1 - start);
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

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
  std::string name = Lowercase(text);
  if (name == "lanczos4") name = "lanczos";
  for (const auto& [known, code] : kInterpolations) {
    if (name == known || name == std::to_string(code)) return code;
  }
  value.FailUnsupported("unknown interpolation '" + text + "'");
}

float ReadScale(const Yaml& op) {
  if (!op.Has("scale")) return kPixelScale;
  const Yaml value = op.At("scale");
  const auto text = value.As<std::string>();
  const size_t slash = text.find('/');
  double number = 0;
  double divisor = 1;
  const bool parsed = ParseNumber(Trimmed(std::string_view(text).substr(0, slash)), &number) &&
                      (slash == std::string::npos ||
                       ParseNumber(Trimmed(std::string_view(text).substr(slash + 1)), &divisor));
  if (!parsed) value.Fail("'" + text + "' is not a number");
  return static_cast<float>(number / divisor);
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
