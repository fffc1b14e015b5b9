// SPDX-License-Identifier: Apache-2.0
#include "apps/server/access_log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "apps/images/json_line.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::server {
namespace {

/// "2026-01-31T12:00:00.123Z".
std::string Now() {
  const auto now = std::chrono::system_clock::now();
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  constexpr int kThousand = 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                     milliseconds % kThousand);
}

}  // namespace

AccessLog::AccessLog(const std::string& file, Metrics* metrics) : metrics_(metrics) {
  if (file.empty()) return;
  file_ = stdout;
  if (file != "-") {
    opened_.reset(std::fopen(file.c_str(), "ae"));
    if (!opened_) {
      throw Error(ErrorKind::kRuntime, fmt::format("cannot write the access log to '{}': {}", file,
                                                   std::generic_category().message(errno)));
    }
    file_ = opened_.get();
  }
  writer_ = std::jthread([this] { Work(); });
}

AccessLog::~AccessLog() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

void AccessLog::Add(const Request& request, const std::string& model, const Response& response,
                    size_t bytes_in, double seconds) {
  if (file_ == nullptr) return;
  constexpr size_t kMostLines = 10000;
  const Timings& took = response.timings;
  std::string stages;
  if (took.images > 0) {
    stages = fmt::format(
        R"(,"images":{},"queue":{:.6f},"decode":{:.6f},"predict":{:.6f},"encode":{:.6f})",
        took.images, took.queue, took.decode, took.predict, took.encode);
  }
  const std::string of_model =
      model.empty() ? "" : fmt::format(R"(,"model":{})", images::JsonText(model));
  std::string line = fmt::format(
      R"({{"time":"{}","id":{},"client":{},"method":{},"path":{},"status":{},"bytes_in":{},)"
      R"("bytes_out":{},"seconds":{:.6f}{}{}}})"
      "\n",
      Now(), images::JsonText(request.id), images::JsonText(request.client),
      images::JsonText(request.method), images::JsonText(request.path), response.status, bytes_in,
      response.body.size(), seconds, of_model, stages);
  {
    const std::lock_guard lock(mutex_);
    if (lines_.size() >= kMostLines) return metrics_->Add("fastdeploy_log_lines_dropped_total", {});
    lines_.push_back(std::move(line));
  }
  changed_.notify_one();
}

void AccessLog::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return closed_ || !lines_.empty(); });
    if (lines_.empty()) return;
    const std::deque<std::string> lines = std::move(lines_);
    lines_.clear();
    lock.unlock();
    for (const std::string& line : lines) (void)std::fwrite(line.data(), 1, line.size(), file_);
    (void)std::fflush(file_);
    lock.lock();
  }
}

}  // namespace fastdeploy::server
