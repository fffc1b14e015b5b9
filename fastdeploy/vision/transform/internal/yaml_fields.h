// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>

#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/transform/write_tensor.h"

namespace fastdeploy::vision {

// The fields that the YAML files of all exporters have in common. All throw Error that names the
// field and its place.

constexpr float kPixelScale = 1.0F / 255.0F;

/// The order of the two numbers of a size.
enum class SizeOrder { kWidthHeight, kHeightWidth };

/// A size: two positive numbers, or one for both sides.
cv::Size ReadSize(const Yaml& value, SizeOrder order);

/// A positive number of pixels, of the field `key`.
int ReadPositive(const Yaml& op, const std::string& key);
int ReadPositive(const Yaml& op, const std::string& key, int fallback);

/// Three finite numbers out of a list of three or one, or out of one number.
template <typename T>
std::array<T, 3> ReadChannels(const Yaml& value);
template <typename T>
std::array<T, 3> ReadChannels(const Yaml& op, const std::string& key, std::array<T, 3> fallback) {
  return op.Has(key) ? ReadChannels<T>(op.At(key)) : fallback;
}

/// OpenCV's code of an interpolation, by its name in any case ("linear", "bilinear", ...) or by the
/// code itself: nearest, linear, cubic, area, Lanczos.
int ReadInterpolation(const Yaml& value);

/// mean and std of the fields of these names, with scale. Throws Error for a deviation of 0.
Normalize ReadNormalize(const Yaml& op, const Normalize& fallback, float scale);

/// A padding value (RGB if `rgb`, in the units of the normalised image if `normalized`) as the BGR
/// value of a pixel that is yet to be normalised.
std::array<double, 3> PaddingBeforeNormalize(std::array<double, 3> value,
                                             const Normalize& normalize, bool normalized, bool rgb);

}  // namespace fastdeploy::vision
