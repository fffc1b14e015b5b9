// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <exception>
#include <memory>

namespace fastdeploy {
namespace {

std::atomic<bool> info_enabled{true};
std::atomic<bool> warning_enabled{true};

spdlog::logger& Logger() {
  static const auto logger = [] {
    auto made = std::make_shared<spdlog::logger>("fastdeploy",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("[%^%l%$] %v");
    return made;
  }();
  return *logger;
}

}  // namespace

void SetLogger(bool enable_info, bool enable_warning) {
  info_enabled = enable_info;
  warning_enabled = enable_warning;
}

void LogInfo(std::string_view message) {
  if (info_enabled) Logger().info(message);
}

void LogWarning(std::string_view message) {
  if (warning_enabled) Logger().warn(message);
}

void LogError(std::string_view message) { Logger().error(message); }

bool OrLog(const std::function<void()>& call) {
  try {
    call();
    return true;
  } catch (const std::exception& error) {
    LogError(error.what());
    return false;
  }
}

}  // namespace fastdeploy
