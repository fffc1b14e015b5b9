// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/core.hpp>

namespace fastdeploy {

/// The process's only ov::Core, which owns the plugins. Thread-safe.
ov::Core& Core();

}  // namespace fastdeploy
