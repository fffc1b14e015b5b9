// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace fastdeploy {

/// What kind of thing went wrong, for callers that react to it (Python maps it to exception types).
enum class ErrorKind {
  kRuntime,          ///< the backend or a computation failed
  kInvalidArgument,  ///< a value given by the caller: an image, an option, a tensor
  kNotFound,         ///< a file or folder that is not there or cannot be read
  kInvalidFile,      ///< a file that is there but truncated, damaged or of the wrong kind
  kUnsupported,      ///< a format, operator, backend or device that this build lacks
};

/// The one exception of the library. Its text says what was being done, to which file or tensor,
/// what was expected and what was found.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  [[nodiscard]] ErrorKind Kind() const noexcept { return kind_; }

  /// The same error with "context: " in front, to say what was being done when it happened.
  [[nodiscard]] Error Within(const std::string& context) const {
    return {kind_, context + ": " + what()};
  }

 private:
  ErrorKind kind_;
};

}  // namespace fastdeploy
