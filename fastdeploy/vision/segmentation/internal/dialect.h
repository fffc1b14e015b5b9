// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::segmentation {

/// The framework for whose Python code a `Deploy.transforms` list was written. They differ in
/// details: PaddleSeg resizes float images, PP-Matting and PaddleX 8-bit ones. By default,
/// PaddleX's Resize keeps the ratio and makes sides multiples of 32. PaddleX applies Normalize
/// last.
enum class Dialect { kPaddleSeg, kPaddleX, kMatting };

/// The dialect of an exporter's YAML. The YAML of the Matting folder does not identify itself,
/// hence `matting`.
Dialect DialectOf(const Yaml& yaml, bool matting);

/// Reads the list `Deploy.transforms`. Supports the deterministic transforms of PaddleSeg 2.8, of
/// its Matting folder and of PaddleX 3. Throws Error naming a transform that is unknown, or random
/// (for training only).
Preparation ReadTransforms(const Yaml& list, Dialect dialect);

/// Reads `Deploy.input_shape`: [N, C, H, W], with -1 for what the exporter left open. (With
/// --trimap the Matting folder's writes the one channel of the trimap instead of the image's.)
std::array<int64_t, 4> ReadInputShape(const Yaml& deploy, Dialect dialect);

/// Adds the steps that bring every image to the size that the exporter fixed, if there are none
/// yet.
void FitTo(cv::Size size, Dialect dialect, Preparation* preparation);

}  // namespace fastdeploy::vision::segmentation
