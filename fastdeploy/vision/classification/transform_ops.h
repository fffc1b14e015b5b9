// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/vision/transform/image_transform.h"
#include "fastdeploy/vision/yaml.h"

namespace fastdeploy::vision::classification {

/// The list `transform_ops` of a PaddleClas or PaddleX export as a transform.
/// Throws Error that names the operator for what it cannot be.
ImageTransform ReadTransformOps(const Yaml& transform_ops);

}  // namespace fastdeploy::vision::classification
