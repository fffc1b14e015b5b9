// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

[[noreturn]] void Fail(const std::string& path, int code) {
  throw Error(ErrorKind::kNotFound,
              "cannot read file '" + path + "': " + std::generic_category().message(code));
}

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (fd_ < 0) Fail(path, errno);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(fd_); }
  [[nodiscard]] int Get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  const Descriptor file(path);
  struct stat info = {};
  if (fstat(file.Get(), &info) != 0) Fail(path, errno);
  if (S_ISDIR(info.st_mode)) Fail(path, EISDIR);
  const auto size = static_cast<size_t>(info.st_size);
  if (size == 0) return;
  void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.Get(), 0);
  if (mapped == MAP_FAILED) Fail(path, errno);
  mapping_ =
      std::shared_ptr<const void>(mapped, [mapped, size](const void*) { munmap(mapped, size); });
  bytes_ = {static_cast<const char*>(mapped), size};
}

std::string ReadTextFile(const std::string& path) { return std::string(MappedFile(path).Bytes()); }

}  // namespace fastdeploy
