// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "apps/cli/output.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/resident_bytes.h"

namespace fastdeploy::cli {
namespace {

constexpr size_t kImagesWithoutBar = 10;
constexpr size_t kBarWidth = 30;
constexpr double kBarSeconds = 0.1;

[[noreturn]] void FailToWrite(const std::string& file) {
  throw Error(ErrorKind::kRuntime, fmt::format("cannot write results to '{}': {}", file,
                                               std::generic_category().message(errno)));
}

/// The picture's name for people.
std::string Heading(const Picture& picture) {
  std::string file = OneLine(picture.file);
  if (picture.page == 0) return file;
  return fmt::format("{} (page {} of {})", file, picture.page, picture.pages);
}

}  // namespace

std::string JsonLine(const Picture& picture, const Attempt<std::string>& attempt) {
  return attempt.result ? images::JsonLine(picture, *attempt.result)
                        : images::JsonErrorLine(picture, attempt.error);
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

std::string ProgressText(size_t done, size_t images, double seconds) {
  const double rate = double(done) / std::max(seconds, 1e-9);
  return fmt::format("{}/{}, {:.1f} images/s, {:.0f} s left", done, images, rate,
                     double(images - done) / std::max(rate, 1e-9));
}

Reporter::Reporter(size_t images, const ReportSettings& settings)
    : images_(images),
      settings_(settings),
      bar_(images > kImagesWithoutBar && isatty(STDERR_FILENO) != 0),
      results_beside_bar_(settings.prints && settings.file.empty() && isatty(STDOUT_FILENO) != 0) {
  if (results_beside_bar_ && settings.format == kJson) bar_ = false;
  if (settings.file.empty()) return;
  file_.reset(std::fopen(settings.file.c_str(), "we"));
  if (!file_) FailToWrite(settings.file);
}

void Reporter::Write(const std::string& text) {
  if (!file_) return Print(text);
  const bool written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
  if (!written || std::fflush(file_.get()) != 0) FailToWrite(settings_.file);
}

std::string Reporter::Block(const Picture& picture, const std::string& result) const {
  if (settings_.format == kText) return Heading(picture) + "\n" + Printable(result);
  std::string text = Printable(result) + "\n";
  if (images_ == 1) return text;
  const bool markdown = settings_.format == kMarkdown;
  const std::string heading = markdown ? fmt::format("# {}\n\n", Heading(picture))
                                       : fmt::format("==> {} <==\n", Heading(picture));
  return (done_ > 1 ? "\n" : "") + heading + text;
}

void Reporter::Add(const Picture& picture, const Attempt<std::string>& attempt) {
  ++done_;
  failed_ += attempt.result ? 0 : 1;
  const bool json = settings_.prints && settings_.format == kJson;
  if (results_beside_bar_ || !attempt.result) ClearBar();
  if (json) {
    Write(JsonLine(picture, attempt) + "\n");
  } else if (!attempt.result) {
    Complain(fmt::format("{}\n  error: {}\n", Heading(picture), OneLine(attempt.error)));
  } else if (settings_.prints) {
    Write(Block(picture, *attempt.result));
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
  Complain(fmt::format("\r[{:#<{}}{:.<{}}] {}\033[K", "", filled, "", kBarWidth - filled,
                       ProgressText(done_, images_, Seconds())));
  drawn_at_ = Seconds();
}

size_t Reporter::Finish(size_t threads) {
  const double seconds = Seconds();
  ClearBar();
  Complain(fmt::format("{} of {} images{} in {:.2f} s: {:.2f} images/s, {} thread{}, {:.0f} MB\n",
                       done_, images_, failed_ == 0 ? "" : fmt::format(" ({} failed)", failed_),
                       seconds, double(done_) / std::max(seconds, 1e-9), threads,
                       threads == 1 ? "" : "s", ResidentBytes() / 1e6));
  return failed_;
}

}  // namespace fastdeploy::cli
