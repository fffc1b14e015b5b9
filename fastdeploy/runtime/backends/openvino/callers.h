// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace fastdeploy {

/// What the sessions of a model know of each other: whether it has one caller or several, by the
/// runs that overlap, and how often shapes change. Thread-safe.
class Callers {
 public:
  /// Notes that a run begins. True if its caller is the only one: no runs have overlapped for a
  /// while.
  bool Begin() {
    if (running_.fetch_add(1) > 0) {
      alone_in_ = kRuns;
      return false;
    }
    if (alone_in_ <= 0) return true;
    --alone_in_;
    return false;
  }
  /// Notes that a run has ended.
  void End() { running_.fetch_sub(1); }

  /// Notes that a session gets inputs of another shape than before. True every 64th time: OpenVINO
  /// has made and freed many blocks by then, and left the heap in pieces that can be given back.
  bool CountShape() { return (shapes_.fetch_add(1) + 1) % 64 == 0; }

 private:
  /// Without this wait, callers whose runs overlap most of the time would change to and fro.
  static constexpr int kRuns = 16;

  std::atomic<int> running_ = 0;
  std::atomic<int> alone_in_ = 0;
  std::atomic<unsigned> shapes_ = 0;
};

}  // namespace fastdeploy
