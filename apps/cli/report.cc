// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/report.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace fastdeploy::cli {
namespace {

constexpr size_t kImagesWorthABar = 10;
constexpr size_t kBarWidth = 40;

/// Memory of this process in MB: resident, from the kernel.
double ResidentMegabytes() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * double(sysconf(_SC_PAGESIZE)) / 1e6;
}

std::string JsonLine(const std::string& image, const ImageReport& report) {
  nlohmann::ordered_json line = {{"image", image}};
  if (report.error.empty()) {
    line["result"] = nlohmann::ordered_json::parse(report.json);
  } else {
    line["error"] = report.error;
  }
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Reporter::Reporter(size_t images, bool json)
    : images_(images), json_(json), bar_(images > kImagesWorthABar && isatty(STDERR_FILENO) != 0) {}

void Reporter::Add(const std::string& image, const ImageReport& report) {
  ++done_;
  failed_ += report.error.empty() ? 0 : 1;
  if (bar_) fmt::print(stderr, "\r\033[K");
  if (json_) {
    fmt::print("{}\n", JsonLine(image, report));
  } else if (report.error.empty()) {
    fmt::print("{}\n{}", image, report.text);
  } else {
    fmt::print(stderr, "{}\n  error: {}\n", image, report.error);
  }
  std::fflush(stdout);
  if (bar_) DrawBar();
}

void Reporter::DrawBar() const {
  const size_t filled = kBarWidth * done_ / images_;
  fmt::print(stderr, "[{:#<{}}{:.<{}}] {}/{}", "", filled, "", kBarWidth - filled, done_, images_);
  std::fflush(stderr);
}

size_t Reporter::Finish(size_t threads) {
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  if (bar_) fmt::print(stderr, "\n");
  fmt::print(stderr, "{} of {} images{} in {:.2f} s: {:.2f} images/s, {} thread{}, {:.0f} MB\n",
             done_, images_, failed_ == 0 ? "" : fmt::format(" ({} failed)", failed_),
             elapsed.count(), double(done_) / elapsed.count(), threads, threads == 1 ? "" : "s",
             ResidentMegabytes());
  return failed_;
}

}  // namespace fastdeploy::cli
