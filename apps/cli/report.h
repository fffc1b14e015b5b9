// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "fastdeploy/pool/ordered.h"

namespace fastdeploy::cli {

/// An image that was read: a file, or one of the pages of a file with several.
struct Picture {
  std::string file;
  size_t page = 0;  ///< from 1; 0: the only one
  size_t pages = 1;
};

/// Writes results as they become ready: text or JSON lines to standard output; errors (unless they
/// are in the JSON), a progress bar (for many images, on a terminal) and a summary to standard
/// error. Not thread-safe.
class Reporter {
 public:
  /// Starts the clock. `images`: how many there are if each file has one page.
  Reporter(size_t images, bool json);

  /// Writes the result for one image: JSON, or complete lines of text. Throws Error if standard
  /// output cannot be written.
  void Add(const Picture& picture, const Attempt<std::string>& attempt);
  /// A file turns out to have more images than the one that was counted on.
  void Expect(size_t more) { images_ += more; }
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
std::string JsonLine(const Picture& picture, const Attempt<std::string>& attempt);

/// The text in one line that can be printed: line breaks and the spaces around them become one
/// space.
std::string OneLine(const std::string& text);

}  // namespace fastdeploy::cli
