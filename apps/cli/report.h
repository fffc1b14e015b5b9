// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "fastdeploy/pool/ordered.h"

namespace fastdeploy::cli {

/// Writes results as they become ready: text or JSON lines to standard output; errors (unless they
/// are in the JSON), a progress bar (for many images, on a terminal) and a summary to standard
/// error. Not thread-safe.
class Reporter {
 public:
  /// Starts the clock.
  Reporter(size_t images, bool json);

  /// Writes the result for one image: JSON, or complete lines of text. Throws Error if standard
  /// output cannot be written.
  void Add(const std::string& image, const Attempt<std::string>& attempt);
  /// Prints the number of images, time, rate, threads and memory. Returns the number of images that
  /// failed.
  size_t Finish(size_t threads);

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] double Seconds() const;
  void ClearBar() const;
  void DrawBar();

  size_t images_;
  bool json_;
  bool bar_;
  bool results_beside_bar_;
  size_t done_ = 0;
  size_t failed_ = 0;
  Clock::time_point start_ = Clock::now();
  double drawn_at_ = 0;
};

/// The line that --json prints for one image, without the line break.
std::string JsonLine(const std::string& image, const Attempt<std::string>& attempt);

/// The text in one line: line breaks and the spaces around them become one space.
std::string OneLine(const std::string& text);

}  // namespace fastdeploy::cli
