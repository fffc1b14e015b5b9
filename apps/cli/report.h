// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "fastdeploy/pool/ordered.h"

namespace fastdeploy::cli {

/// Writes results as they come: text or JSON lines on standard output; errors (unless they are in
/// the JSON), a progress bar (many images, on a terminal) and a summary on standard error.
/// One thread.
class Reporter {
 public:
  /// Time counts from here.
  Reporter(size_t images, bool json);

  /// The result of one image: JSON, or whole lines of text. Throws Error if standard output cannot
  /// be written.
  void Add(const std::string& image, const Attempt<std::string>& attempt);
  /// Prints images, time, rate, threads and memory. Gives how many images failed.
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

/// The line of --json for one image, without its end.
std::string JsonLine(const std::string& image, const Attempt<std::string>& attempt);

/// The text with its line breaks, and the spaces around them, made one space.
std::string OneLine(const std::string& text);

}  // namespace fastdeploy::cli
