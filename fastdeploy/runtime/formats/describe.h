// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/runtime/model_tools.h"

namespace fastdeploy {

struct ModelFile;

/// Describes an opened model: format, version and operators. Throws Error (kInvalidFile) if the
/// file is damaged.
ModelDescription DescribeModel(const ModelFile& file);

}  // namespace fastdeploy
