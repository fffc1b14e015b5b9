// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/process.h"

#include <pthread.h>

#include <string>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

/// How many forks separate this process from the first. Changes only at the start of a child, which
/// has a single thread then.
int& Forks() {
  static int forks = 0;
  static const int registered = pthread_atfork(nullptr, nullptr, [] { ++forks; });
  (void)registered;
  return forks;
}

}  // namespace

ProcessMark::ProcessMark() : forks_(Forks()) {}

bool ProcessMark::Forked() const { return forks_ != Forks(); }

void ProcessMark::Require(const char* what) const {
  if (!Forked()) return;
  throw Error(ErrorKind::kRuntime,
              std::string(what) +
                  " was made before this process was forked, and its threads exist in the parent "
                  "only: make it after the fork, or start processes with spawn");
}

}  // namespace fastdeploy
