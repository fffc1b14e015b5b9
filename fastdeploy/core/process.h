// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fastdeploy {

/// Remembers the process it was made in. A forked child has the memory of its parent, and none of
/// the threads: what needs them hangs there, so it is to be refused. Thread-safe.
class ProcessMark {
 public:
  ProcessMark();

  /// Whether this is a child that was forked since.
  [[nodiscard]] bool Forked() const;
  /// Throws Error (kRuntime) if so. `what`: "this model", of which the message says what to do.
  void Require(const char* what) const;

 private:
  int forks_;
};

}  // namespace fastdeploy
