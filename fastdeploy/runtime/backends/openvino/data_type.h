// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/type/element_type.hpp>

#include "fastdeploy/core/fd_type.h"

namespace fastdeploy {

/// Convert element types. They throw Error (kUnsupported) for a type without a counterpart.
ov::element::Type ToOpenVINO(FDDataType dtype);
FDDataType FromOpenVINO(const ov::element::Type& type);

}  // namespace fastdeploy
