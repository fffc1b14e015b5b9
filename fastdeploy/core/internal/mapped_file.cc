// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

[[noreturn]] void Fail(const std::string& path, int code) {
  throw Error(ErrorKind::kNotFound,
              "cannot read file '" + path + "': " + std::generic_category().message(code));
}

/// A regular file, opened to be read. Pipes and devices are refused: to open one may wait for ever,
/// and to read one may never end.
class Descriptor {
 public:
  explicit Descriptor(const std::string& path)
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (fd_ < 0) Fail(path, errno);
    struct stat info = {};
    const int failed = fstat(fd_, &info) == 0 ? 0 : errno;
    if (failed == 0 && S_ISREG(info.st_mode)) {
      size_ = static_cast<size_t>(info.st_size);
      return;
    }
    close(fd_);
    if (failed != 0) Fail(path, failed);
    if (S_ISDIR(info.st_mode)) Fail(path, EISDIR);
    throw Error(ErrorKind::kInvalidFile, "cannot read '" + path + "': it is not a regular file");
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(fd_); }
  [[nodiscard]] int Get() const { return fd_; }
  /// In bytes; 0 for the files of /proc, which have contents all the same.
  [[nodiscard]] size_t Size() const { return size_; }

 private:
  int fd_;
  size_t size_ = 0;
};

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  const Descriptor file(path);
  const size_t size = file.Size();
  if (size == 0) return;
  void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.Get(), 0);
  if (mapped == MAP_FAILED) Fail(path, errno);
  mapping_ =
      std::shared_ptr<const void>(mapped, [mapped, size](const void*) { munmap(mapped, size); });
  bytes_ = {static_cast<const char*>(mapped), size};
}

std::string ReadTextFile(const std::string& path) {
  const Descriptor file(path);
  std::string text;
  std::array<char, 65536> part = {};
  for (;;) {
    const ssize_t count = read(file.Get(), part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) Fail(path, errno);
    if (count == 0) return text;
    text.append(part.data(), static_cast<size_t>(count));
    if (text.size() > kMostTextBytes) {
      throw Error(ErrorKind::kInvalidFile, "file '" + path + "' has more than " +
                                               std::to_string(kMostTextBytes) + " bytes of text");
    }
  }
}

}  // namespace fastdeploy
