// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

namespace fastdeploy::cli {

/// What became of one image.
struct ImageReport {
  std::string text;
  std::string json;   ///< the result as JSON
  std::string error;  ///< why there is none
};

/// Writes results as they come: text or JSON lines on standard output; a progress bar (many images,
/// on a terminal) and a summary on standard error. One thread.
class Reporter {
 public:
  Reporter(size_t images, bool json);

  void Add(const std::string& image, const ImageReport& report);
  /// Images, time, rate, threads and memory. How many images failed is given back.
  size_t Finish(size_t threads);

 private:
  void DrawBar() const;

  size_t images_;
  bool json_;
  bool bar_;
  size_t done_ = 0;
  size_t failed_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace fastdeploy::cli
