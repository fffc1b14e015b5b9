// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::segmentation {

/// Whose Python code a `Deploy.transforms` list was written for. They differ in details: PaddleSeg
/// resizes images of floats, PP-Matting and PaddleX 8-bit ones; PaddleX's Resize keeps the ratio
/// and makes sides multiples of 32 unless told otherwise, and always comes first.
enum class Dialect { kPaddleSeg, kPaddleX, kMatting };

/// The dialect of an exporter's YAML; the Matting folder's does not say.
Dialect DialectOf(const Yaml& yaml, bool matting);

/// The list `Deploy.transforms`. Known are the deterministic transforms of PaddleSeg 2.8, of its
/// Matting folder and of PaddleX 3. Throws Error that names the transform that cannot be followed:
/// an unknown one, or one that augments training data at random.
Preparation ReadTransforms(const Yaml& list, Dialect dialect);

/// `Deploy.input_shape`: [N, C, H, W] with -1 for what the exporter left open.
std::array<int64_t, 4> ReadInputShape(const Yaml& deploy);

/// Adds what makes every image come out in the size that the exporter fixed.
void FitTo(cv::Size size, Dialect dialect, Preparation* preparation);

}  // namespace fastdeploy::vision::segmentation
