// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <ostream>
#include <sstream>
#include <string>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// One line of the log, written as to a stream and logged when it is destroyed:
/// FDINFO << "loaded " << name << std::endl;
class FASTDEPLOY_DECL FDLogger {
 public:
  using Log = void (*)(std::string_view);

  explicit FDLogger(Log log) : log_(log) {}
  /// 1.x's: the prefix "[INFO]" or "[WARNING]" chooses the level, any other that of errors.
  explicit FDLogger(bool verbose, const std::string& prefix = "[FastDeploy]");
  FDLogger(const FDLogger&) = delete;
  FDLogger& operator=(const FDLogger&) = delete;
  ~FDLogger() { Flush(); }

  template <typename T>
  FDLogger& operator<<(const T& value) {
    text_ << value;
    return *this;
  }
  /// std::endl ends the line.
  FDLogger& operator<<(std::ostream& (*)(std::ostream&)) {
    Flush();
    return *this;
  }

 private:
  void Flush();

  Log log_;
  std::ostringstream text_;
};

namespace compat {

/// Throws Error (kRuntime) with the text, made as by printf, and the place.
template <typename... Arguments>
[[noreturn]] void FailAssert(const char* file, int line, const char* format,
                             Arguments... arguments) {
  std::string text(format);
  if constexpr (sizeof...(arguments) > 0) {
    text.resize(static_cast<size_t>(std::snprintf(nullptr, 0, format, arguments...)));
    std::snprintf(text.data(), text.size() + 1, format, arguments...);
  }
  throw Error(ErrorKind::kRuntime, std::string(file) + ":" + std::to_string(line) + ": " + text);
}

}  // namespace compat
}  // namespace fastdeploy

// 1.x's macros. Ours do not use them.

#define FDINFO ::fastdeploy::FDLogger(&::fastdeploy::LogInfo)
#define FDWARNING ::fastdeploy::FDLogger(&::fastdeploy::LogWarning)
#define FDERROR ::fastdeploy::FDLogger(&::fastdeploy::LogError)
/// Throws Error if the condition is false, where 1.x aborts.
#define FDASSERT(condition, ...)                                         \
  do {                                                                   \
    if (!(condition)) {                                                  \
      ::fastdeploy::compat::FailAssert(__FILE__, __LINE__, __VA_ARGS__); \
    }                                                                    \
  } while (false)
