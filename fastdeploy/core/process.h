// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// Remembers the process that created it. A forked child has its parent's memory but none of its
/// threads. Whatever needs those threads would hang there, so it has to be refused. Thread-safe.
class FASTDEPLOY_DECL ProcessMark {
 public:
  ProcessMark();

  /// Whether the calling process was forked from that one.
  [[nodiscard]] bool Forked() const;
  /// Throws Error (kRuntime) if so. `what`, e.g. "this model", is the subject of its text.
  void Require(const char* what) const;

 private:
  int forks_;
};

}  // namespace fastdeploy
