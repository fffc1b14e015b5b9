// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace fastdeploy {

/// Chooses which messages are written (to standard error, so that results on standard output stay
/// clean). Errors are always written. Both are on at the start. Thread-safe.
void SetLogger(bool enable_info = true, bool enable_warning = true);

/// Write one line. Thread-safe.
void LogInfo(std::string_view message);
void LogWarning(std::string_view message);
void LogError(std::string_view message);

/// Runs `call`. What it throws is logged and gives false: how the calls of 1.x's shape are made.
bool OrLog(const std::function<void()>& call);

}  // namespace fastdeploy
