// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace fastdeploy {

/// Chooses which messages are written to standard error, both by default. Errors are always
/// written. Thread-safe.
void SetLogger(bool enable_info = true, bool enable_warning = true);

/// Write one line to standard error. Thread-safe.
void LogInfo(std::string_view message);
void LogWarning(std::string_view message);
void LogError(std::string_view message);

/// Runs `call` and returns true; logs what it throws and returns false. Calls in 1.x's shape, which
/// do not throw, are made of it.
bool OrLog(const std::function<void()>& call);

}  // namespace fastdeploy
