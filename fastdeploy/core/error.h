// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// The kind of a failure, for callers that react to it (Python maps it to exception types).
enum class ErrorKind {
  kRuntime,          ///< a backend, a computation or the system failed
  kInvalidArgument,  ///< a value from the caller: an image, an option, a tensor
  kNotFound,         ///< a file or folder that does not exist or cannot be read
  kInvalidFile,      ///< a file that is truncated, damaged or of the wrong kind
  kUnsupported,      ///< a format, operator, backend or device that this build lacks
};

/// The only exception that the library throws. Its text says what was being done, with which file
/// or tensor, what was expected and what was found.
class FASTDEPLOY_DECL Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  [[nodiscard]] ErrorKind Kind() const noexcept { return kind_; }

  /// The same error, its text preceded by "context: ", which says what was being done.
  [[nodiscard]] Error Within(const std::string& context) const {
    return {kind_, context + ": " + what()};
  }

 private:
  ErrorKind kind_;
};

}  // namespace fastdeploy
