// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>

#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/transform/write_tensor.h"

namespace fastdeploy::vision {

// Readers for fields that the YAML files of all exporters have in common. All throw Error naming
// the field and its place.

constexpr float kPixelScale = 1.0F / 255.0F;

/// The order of the two numbers of a size.
enum class SizeOrder { kWidthHeight, kHeightWidth };

/// A size: two positive numbers, or one for both sides.
cv::Size ReadSize(const Yaml& value, SizeOrder order);

/// A positive number of pixels, from the field `key`.
int ReadPositive(const Yaml& op, const std::string& key);
int ReadPositive(const Yaml& op, const std::string& key, int fallback);

/// Three finite numbers, from a list of three or one, or from one number.
template <typename T>
std::array<T, 3> ReadChannels(const Yaml& value);
template <typename T>
std::array<T, 3> ReadChannels(const Yaml& op, const std::string& key, std::array<T, 3> fallback) {
  return op.Has(key) ? ReadChannels<T>(op.At(key)) : fallback;
}

/// OpenCV's code for an interpolation (nearest, linear, cubic, area, Lanczos), from its name in any
/// case ("linear", "bilinear", ...) or from the code itself.
int ReadInterpolation(const Yaml& value);

/// The field scale: a number, or a quotient as the exporters write it ("1.0/255.0", "1./255.").
/// kPixelScale if it is missing.
float ReadScale(const Yaml& op);

/// The fields mean and std, together with `scale`. Throws Error for a standard deviation of 0.
transform::Normalize ReadNormalize(const Yaml& op, const transform::Normalize& fallback,
                                   float scale);

/// Converts a padding value (RGB if `rgb`, in the units of the normalised image if `normalized`) to
/// the BGR value of a pixel before normalisation.
std::array<double, 3> PaddingBeforeNormalize(std::array<double, 3> value,
                                             const transform::Normalize& normalize, bool normalized,
                                             bool rgb);

}  // namespace fastdeploy::vision
