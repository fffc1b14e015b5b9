// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

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
  mapping_ = std::shared_ptr<void>(mapped, [size](void* mapping) { munmap(mapping, size); });
  bytes_ = {static_cast<const char*>(mapped), size};
}

void MappedFile::GiveBack() const {
  if (mapping_ != nullptr) (void)madvise(mapping_.get(), bytes_.size(), MADV_DONTNEED);
}

void ReadFile(const std::string& path, const std::function<void(std::string_view)>& take) {
  const Descriptor file(path);
  // Without reading ahead, which puts files into blocks of memory of 2 MB: whoever maps the file
  // and uses a byte of it would have all of such a block in its memory.
  (void)posix_fadvise(file.Get(), 0, 0, POSIX_FADV_RANDOM);
  std::vector<char> part(std::clamp<size_t>(file.Size(), size_t{1} << 16, size_t{1} << 20));
  for (;;) {
    const ssize_t count = read(file.Get(), part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) Fail(path, errno);
    if (count == 0) return;
    take({part.data(), static_cast<size_t>(count)});
  }
}

std::string ReadTextFile(const std::string& path) {
  std::string text;
  ReadFile(path, [&](std::string_view part) {
    text.append(part);
    if (text.size() <= kMostTextBytes) return;
    throw Error(ErrorKind::kInvalidFile, "file '" + path + "' has more than " +
                                             std::to_string(kMostTextBytes) + " bytes of text");
  });
  return text;
}

}  // namespace fastdeploy
