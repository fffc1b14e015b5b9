// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/type/element_type.hpp>

#include "fastdeploy/core/fd_type.h"

namespace fastdeploy {

/// Element types in either direction. Throw Error (kUnsupported) where there is no counterpart.
ov::element::Type ToOpenVINO(FDDataType dtype);
FDDataType FromOpenVINO(const ov::element::Type& type);

}  // namespace fastdeploy
