// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <system_error>

#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace

void KeepStandardStreams() {
  // Opened in their order, since open() takes the lowest number that is free. The first two are
  // opened the wrong way round, so that reading and writing fail.
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    (void)open("/dev/null", stream == STDOUT_FILENO ? O_RDONLY : O_WRONLY);
  }
  (void)std::signal(SIGPIPE, SIG_IGN);
  (void)std::signal(SIGXFSZ, SIG_IGN);
  // OpenCV writes its assertions there when it cannot decode a picture. Ours are Errors in words.
  std::cerr.rdbuf(nullptr);
}

void Print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return;
  throw Error(ErrorKind::kRuntime, fmt::format("cannot write results to standard output: {}",
                                               std::generic_category().message(errno)));
}

std::string Printable(std::string_view text) {
  std::string printable;
  const auto at = [&](size_t i) { return i < text.size() ? uint8_t(text[i]) : 0U; };
  for (size_t i = 0; i < text.size(); ++i) {
    const bool c1 = at(i) == 0xC2 && at(i + 1) >= 0x80 && at(i + 1) < 0xA0;  // U+0080 to U+009F
    const bool c0 = (at(i) < 0x20 && text[i] != '\n' && text[i] != '\t') || at(i) == 0x7F;
    if (c0 || c1) {
      printable += kReplacement;
      i += c1 ? 1 : 0;
    } else {
      printable += text[i];
    }
  }
  return printable;
}

void Complain(std::string_view text) noexcept {
  (void)std::fwrite(text.data(), 1, text.size(), stderr);
  (void)std::fflush(stderr);
}

}  // namespace fastdeploy::cli
