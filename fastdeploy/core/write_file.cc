// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/write_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

/// A file that is removed again unless it gets its final name.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(const fs::path& final) : final_(final) {
    std::error_code error;
    const fs::file_status old = fs::status(final, error);
    if (fs::exists(old) && !fs::is_regular_file(old) && !fs::is_directory(old)) {
      throw Error(ErrorKind::kInvalidArgument,  // a device would be replaced by a file
                  fmt::format("cannot write '{}': it is not a regular file", final.string()));
    }
    static std::atomic<int> count = 0;
    path_ = final.parent_path() / fmt::format(".fastdeploy-{}-{}.part", getpid(), ++count);
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) Fail();
  }
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
  ~UnfinishedFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!finished_) unlink(path_.c_str());
  }

  void Write(std::string_view contents) {
    while (!contents.empty()) {
      const ssize_t written = write(descriptor_, contents.data(), contents.size());
      if (written > 0) contents.remove_prefix(size_t(written));
      if (written < 0 && errno != EINTR) Fail();
    }
  }

  /// Some file systems tell only now that there is no room.
  void Finish() {
    if (fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) Fail();
    if (close(std::exchange(descriptor_, -1)) != 0) Fail();
    if (rename(path_.c_str(), final_.c_str()) != 0) Fail();
    finished_ = true;
  }

 private:
  [[noreturn]] void Fail() const {
    const std::string reason = std::generic_category().message(errno);
    throw Error(ErrorKind::kRuntime, fmt::format("cannot write '{}': {}", final_.string(), reason));
  }

  fs::path final_;
  fs::path path_;
  int descriptor_ = -1;
  bool finished_ = false;
};

}  // namespace

void WriteFile(const std::string& path, std::string_view contents) {
  UnfinishedFile file(path);
  file.Write(contents);
  file.Finish();
}

}  // namespace fastdeploy
