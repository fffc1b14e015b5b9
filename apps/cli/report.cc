// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/report.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "apps/cli/output.h"

namespace fastdeploy::cli {
namespace {

constexpr size_t kImagesWithoutBar = 10;
constexpr size_t kBarWidth = 40;
constexpr double kBarSeconds = 0.1;

/// Resident memory of this process in MB; 0 if the kernel does not report it.
double ResidentMegabytes() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * double(sysconf(_SC_PAGESIZE)) / 1e6;
}

std::string Quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The picture's name for people.
std::string Heading(const Picture& picture) {
  std::string file = OneLine(picture.file);
  if (picture.page == 0) return file;
  return fmt::format("{} (page {} of {})", file, picture.page, picture.pages);
}

}  // namespace

std::string JsonLine(const Picture& picture, const Attempt<std::string>& attempt) {
  const std::string page = picture.page == 0 ? "" : fmt::format(R"("page":{},)", picture.page);
  return fmt::format(R"({{"image":{},{}"{}":{}}})", Quoted(picture.file), page,
                     attempt.result ? "result" : "error",
                     attempt.result ? *attempt.result : Quoted(attempt.error));
}

std::string OneLine(const std::string& text) {
  std::string line;
  bool broken = false;
  for (const char c : text) {
    broken = broken || c == '\n' || c == '\r';
    if (broken && (c == '\n' || c == '\r' || c == ' ' || c == '\t')) continue;
    if (broken) {
      line.erase(line.find_last_not_of(" \t") + 1);
      if (!line.empty()) line += ' ';
    }
    line += c;
    broken = false;
  }
  return Printable(line);
}

Reporter::Reporter(size_t images, bool json)
    : images_(images),
      json_(json),
      bar_(images > kImagesWithoutBar && isatty(STDERR_FILENO) != 0 &&
           !(json && isatty(STDOUT_FILENO) != 0)),
      results_beside_bar_(isatty(STDOUT_FILENO) != 0) {}

void Reporter::Add(const Picture& picture, const Attempt<std::string>& attempt) {
  ++done_;
  failed_ += attempt.result ? 0 : 1;
  if (results_beside_bar_ || !attempt.result) ClearBar();
  if (json_) {
    Print(JsonLine(picture, attempt) + "\n");
  } else if (attempt.result) {
    Print(Heading(picture) + "\n" + Printable(*attempt.result));
  } else {
    Complain(fmt::format("{}\n  error: {}\n", Heading(picture), OneLine(attempt.error)));
  }
  if (results_beside_bar_ || !attempt.result || Seconds() > drawn_at_ + kBarSeconds) DrawBar();
}

double Reporter::Seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

void Reporter::ClearBar() const {
  if (bar_) Complain("\r\033[K");
}

void Reporter::DrawBar() {
  if (!bar_) return;
  const size_t filled = kBarWidth * done_ / images_;
  Complain(
      fmt::format("\r[{:#<{}}{:.<{}}] {}/{}", "", filled, "", kBarWidth - filled, done_, images_));
  drawn_at_ = Seconds();
}

size_t Reporter::Finish(size_t threads) {
  const double seconds = Seconds();
  ClearBar();
  Complain(fmt::format("{} of {} images{} in {:.2f} s: {:.2f} images/s, {} thread{}, {:.0f} MB\n",
                       done_, images_, failed_ == 0 ? "" : fmt::format(" ({} failed)", failed_),
                       seconds, double(done_) / std::max(seconds, 1e-9), threads,
                       threads == 1 ? "" : "s", ResidentMegabytes()));
  return failed_;
}

}  // namespace fastdeploy::cli
