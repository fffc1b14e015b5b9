// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <iostream>
#include <string>

namespace fastdeploy {

/// Measures the time between Start and End.
class TimeCounter {
 public:
  void Start() { start_ = std::chrono::steady_clock::now(); }
  void End() { end_ = std::chrono::steady_clock::now(); }
  /// Seconds.
  [[nodiscard]] double Duration() const {
    return std::chrono::duration<double>(end_ - start_).count();
  }
  /// Prints the seconds to standard output.
  void PrintInfo(const std::string& prefix = "TimeCounter: ", bool print_out = true) const {
    if (print_out) std::cout << prefix << " duration = " << Duration() << "s." << std::endl;
  }

 private:
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point end_;
};

}  // namespace fastdeploy
