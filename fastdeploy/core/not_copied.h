// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

namespace fastdeploy {

/// A member that copies of its owner do not get: theirs starts empty. Moving moves it. For memory
/// that is reused from call to call.
template <typename T>
struct NotCopied : T {
  NotCopied() = default;
  NotCopied(const NotCopied& /*other*/) : T() {}
  NotCopied(NotCopied&&) noexcept = default;
  NotCopied& operator=(const NotCopied& other) {
    if (this != &other) *this = NotCopied();
    return *this;
  }
  NotCopied& operator=(NotCopied&&) noexcept = default;
  ~NotCopied() = default;
};

}  // namespace fastdeploy
