// SPDX-License-Identifier: Apache-2.0
#include "apps/images/source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>

#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

using Clock = std::chrono::steady_clock;

/// A file descriptor of our own.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int Number() const { return number_; }

 private:
  int number_;
};

Error SystemError(ErrorKind kind, const char* what, int code) {
  return {kind, fmt::format("{}: {}", what, std::generic_category().message(code))};
}

/// The descriptor of this process that a path stands for: "-", /dev/stdin and /dev/fd/N.
std::optional<int> GivenDescriptor(const std::string& path) {
  if (IsStandardInput(path)) return STDIN_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const char* end = path.data() + path.size();
    int number = 0;
    const auto [rest, error] = std::from_chars(path.data() + folder.size(), end, number);
    if (error == std::errc() && rest == end && number >= 0) return number;
  }
  return std::nullopt;
}

/// Opens without waiting. A named pipe stays in that mode; for files and devices it has no effect.
int Open(const std::string& path, bool given) {
  if (given) return fcntl(*GivenDescriptor(path), F_DUPFD_CLOEXEC, 0);
  return open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

/// What cannot be a picture is refused, before anything is read from it.
void CheckKind(int descriptor, bool given) {
  struct stat info = {};
  if (fstat(descriptor, &info) != 0) {
    throw SystemError(ErrorKind::kNotFound, "this file cannot be read", errno);
  }
  if (S_ISREG(info.st_mode) || S_ISFIFO(info.st_mode)) return;
  if (S_ISSOCK(info.st_mode) && given) return;  // a program may give us a socket as input
  const char* kind = "a device";
  if (S_ISDIR(info.st_mode)) kind = "a folder";
  if (S_ISSOCK(info.st_mode)) kind = "a socket";
  if (isatty(descriptor) == 1) kind = "a terminal";
  throw Error(ErrorKind::kNotFound,
              fmt::format("this is {}: expected a file or a pipe with a picture", kind));
}

/// Waits until there is something to read, or until the writer has closed its end.
void Wait(int descriptor) {
  pollfd wanted = {.fd = descriptor, .events = POLLIN, .revents = 0};
  poll(&wanted, 1, -1);
}

std::string ReadAll(int descriptor, bool given, const SourceLimits& limits) {
  constexpr auto kWait = std::chrono::milliseconds(50);
  const auto end = Clock::now() + limits.writer;
  struct stat info = {};
  const bool named_pipe = !given && fstat(descriptor, &info) == 0 && S_ISFIFO(info.st_mode);
  bool has_writer = !named_pipe;
  std::string contents;
  std::array<char, size_t{1} << 16> part;
  for (;;) {
    const ssize_t got = read(descriptor, part.data(), part.size());
    if (got > 0) {
      has_writer = true;
      contents.append(part.data(), size_t(got));
      if (contents.size() > limits.bytes) {
        throw Error(ErrorKind::kInvalidFile,
                    fmt::format("this file is too large: expected at most {} bytes", limits.bytes));
      }
    } else if (got == 0 && has_writer) {
      return contents;
    } else if (got == 0) {  // a named pipe before its writer has opened it
      if (Clock::now() > end) {
        throw Error(ErrorKind::kNotFound,
                    fmt::format("no program has written into this named pipe for {} ms",
                                limits.writer.count()));
      }
      std::this_thread::sleep_for(kWait);
    } else if (errno == EAGAIN) {  // there is a writer, which has not written yet
      has_writer = true;
      Wait(descriptor);
    } else if (errno != EINTR) {
      throw SystemError(ErrorKind::kNotFound, "this file cannot be read", errno);
    }
  }
}

}  // namespace

bool IsStandardInput(const std::string& path) { return path == "-" || path == "/dev/stdin"; }

std::string ReadSource(const std::string& path, const SourceLimits& limits) {
  const bool given = GivenDescriptor(path).has_value();
  const Descriptor opened(Open(path, given));
  if (opened.Number() < 0) {
    if (errno == ENOENT) throw Error(ErrorKind::kNotFound, "this file does not exist");
    throw SystemError(ErrorKind::kNotFound, "this file cannot be opened", errno);
  }
  CheckKind(opened.Number(), given);
  std::string contents = ReadAll(opened.Number(), given, limits);
  if (contents.empty()) {
    throw Error(ErrorKind::kInvalidFile, "this file is empty: expected a picture");
  }
  return contents;
}

}  // namespace fastdeploy::images
