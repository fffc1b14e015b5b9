// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// Writes a file with these contents, replacing one that exists. It appears under its name when all
/// of it is on the disk: never a part of it. Throws Error (kRuntime) with the path and the system's
/// reason. Thread-safe.
FASTDEPLOY_DECL void WriteFile(const std::string& path, std::string_view contents);

}  // namespace fastdeploy
