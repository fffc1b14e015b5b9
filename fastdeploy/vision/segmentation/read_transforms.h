// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/vision/segmentation/transforms.h"
#include "fastdeploy/vision/yaml.h"

namespace fastdeploy::vision::segmentation {

/// Whose Python code a `Deploy.transforms` list was written for. They differ in the details:
/// PaddleSeg resizes images of floats, PP-Matting and PaddleX of 8 bits; PaddleX's Resize keeps the
/// ratio and makes sides multiples of 32 unless told otherwise, and always comes first.
enum class Dialect { kPaddleSeg, kPaddleX, kMatting };

/// The list `Deploy.transforms`. Known are the deterministic transforms of PaddleSeg 2.8, of its
/// Matting folder and of PaddleX 3. Throws Error that names the transform for what it cannot be:
/// an unknown one, or one that augments training data at random.
Transforms ReadTransforms(const Yaml& list, Dialect dialect);

}  // namespace fastdeploy::vision::segmentation
