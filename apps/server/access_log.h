// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "apps/server/http.h"
#include "apps/server/metrics.h"

namespace fastdeploy::server {

/// Writes a line of JSON for each answer, in a thread of its own: whoever answers never waits for a
/// disk or a pipe. When too many lines wait, further ones are dropped and counted. Thread-safe.
class AccessLog {
 public:
  /// `file`: "-": standard output; "": nothing is written. Throws Error if it cannot be opened.
  AccessLog(const std::string& file, Metrics* metrics);
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;
  /// Writes the lines that wait.
  ~AccessLog();

  /// seconds: from the last byte of the request to the last byte of the answer.
  void Add(const Request& request, const std::string& model, const Response& response,
           size_t bytes_in, double seconds);

 private:
  void Work();

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened_{nullptr, std::fclose};
  std::FILE* file_ = nullptr;
  Metrics* metrics_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> lines_;
  bool closed_ = false;
  std::jthread writer_;
};

}  // namespace fastdeploy::server
