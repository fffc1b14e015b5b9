// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "apps/images/json_line.h"
#include "fastdeploy/pool/ordered.h"

namespace fastdeploy::cli {

// The formats that all results have. Families have more: vision::Family::formats.
constexpr const char* kText = "text";  ///< lines for people
constexpr const char* kJson = "json";  ///< a line of JSON for each image
// Those of some.
constexpr const char* kPlain = "plain";
constexpr const char* kMarkdown = "markdown";

using images::Picture;

/// Where and how results are written.
struct ReportSettings {
  std::string format = kText;
  std::string file;    ///< in place of standard output; empty: standard output
  bool prints = true;  ///< false: results are written elsewhere
};

/// Writes results as they become ready: to standard output or a file; errors (unless they are in
/// the JSON), a progress bar (for many images, on a terminal) and a summary to standard error. Not
/// thread-safe.
class Reporter {
 public:
  /// Starts the clock. `images`: how many there are if each file has one page. Throws Error if the
  /// file cannot be written.
  Reporter(size_t images, const ReportSettings& settings);

  /// Writes the result for one image, which is in the format of the settings. Throws Error if that
  /// fails.
  void Add(const Picture& picture, const Attempt<std::string>& attempt);
  /// A file turns out to have more images than the one that was counted on.
  void Expect(size_t more) { images_ += more; }
  /// Prints the number of images, time, rate, threads and memory. Returns the number of images that
  /// failed.
  size_t Finish(size_t threads);

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] double Seconds() const;
  [[nodiscard]] std::string Block(const Picture& picture, const std::string& result) const;
  void Write(const std::string& text);
  void ClearBar() const;
  void DrawBar();

  size_t images_;
  ReportSettings settings_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, std::fclose};
  bool bar_;
  bool results_beside_bar_;
  size_t done_ = 0;
  size_t failed_ = 0;
  Clock::time_point start_ = Clock::now();
  double drawn_at_ = 0;
};

/// "12/100, 3.4 images/s, 26 s left".
std::string ProgressText(size_t done, size_t images, double seconds);

/// The line of JSON for one image, without the line break.
std::string JsonLine(const Picture& picture, const Attempt<std::string>& attempt);

/// The text in one line that can be printed: line breaks and the spaces around them become one
/// space.
std::string OneLine(const std::string& text);

}  // namespace fastdeploy::cli
