// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// Chooses which messages are written to standard error, both by default. Errors are always
/// written. Thread-safe.
FASTDEPLOY_DECL void SetLogger(bool enable_info = true, bool enable_warning = true);

/// Write one line to standard error. Thread-safe.
FASTDEPLOY_DECL void LogInfo(std::string_view message);
FASTDEPLOY_DECL void LogWarning(std::string_view message);
FASTDEPLOY_DECL void LogError(std::string_view message);

/// Runs `call` and returns true; logs what it throws and returns false. Calls in 1.x's shape, which
/// do not throw, are made of it.
FASTDEPLOY_DECL bool OrLog(const std::function<void()>& call);

}  // namespace fastdeploy
