// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/blob.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <openvino/runtime/tensor.hpp>
#include <ostream>
#include <streambuf>
#include <system_error>
#include <utility>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/runtime/backends/openvino/core.h"

namespace fastdeploy {
namespace {

/// Writes a new file in parts of 64 KiB. What is written at once lies in one block of memory, and
/// whoever maps the file and uses a byte of it has the whole block in its memory: with
/// std::ofstream, the largest weights made blocks of 2 MiB, and 57 MB of ResNet50_vd stayed.
class File : public std::streambuf {
 public:
  explicit File(const std::string& path)
      : path_(path),
        descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) Fail();
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() override {
    if (descriptor_ >= 0) close(descriptor_);
  }

  /// Throws Error if anything could not be written.
  void Finish() {
    const bool written = sync() == 0 && error_ == 0;
    if (close(std::exchange(descriptor_, -1)) != 0 && error_ == 0) error_ = errno;
    if (!written || error_ != 0) {
      errno = error_;
      Fail();
    }
  }

 private:
  int sync() override {
    for (const char* from = pbase(); from < pptr();) {
      const ssize_t written = write(descriptor_, from, static_cast<size_t>(pptr() - from));
      if (written > 0) from += written;
      if (written >= 0 || errno == EINTR) continue;
      if (error_ == 0) error_ = errno;
      break;
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return error_ == 0 ? 0 : -1;
  }
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    return traits_type::eq_int_type(c, traits_type::eof()) ? traits_type::not_eof(c)
                                                           : sputc(traits_type::to_char_type(c));
  }
  pos_type seekoff(off_type offset, std::ios_base::seekdir from,
                   std::ios_base::openmode /*which*/) override {
    if (sync() != 0) return pos_type(off_type(-1));
    const int whence = from == std::ios_base::beg   ? SEEK_SET
                       : from == std::ios_base::cur ? SEEK_CUR
                                                    : SEEK_END;
    return pos_type(lseek(descriptor_, offset, whence));
  }
  pos_type seekpos(pos_type position, std::ios_base::openmode which) override {
    return seekoff(off_type(position), std::ios_base::beg, which);
  }

  [[noreturn]] void Fail() const {
    throw Error(ErrorKind::kRuntime, fmt::format("cannot write '{}': {}", path_,
                                                 std::generic_category().message(errno)));
  }

  std::string path_;
  int descriptor_;
  int error_ = 0;
  std::array<char, size_t{1} << 16> buffer_ = {};
};

/// Memory of a tensor that holds a mapped file, and keeps it mapped.
class Mapping {
 public:
  explicit Mapping(MappedFile file) : file_(std::move(file)) {}
  void* allocate(size_t /*bytes*/, size_t /*alignment*/) {  // NOLINT: OpenVINO's names
    return const_cast<char*>(file_.Bytes().data());         // which only reads it
  }
  void deallocate(void* /*memory*/, size_t /*bytes*/, size_t /*alignment*/) noexcept {}  // NOLINT
  bool is_equal(const Mapping& other) const {                                            // NOLINT
    return file_.Bytes().data() == other.file_.Bytes().data();
  }

 private:
  MappedFile file_;
};

}  // namespace

void WriteBlob(ov::CompiledModel model, const std::string& path) {
  File file(path);
  std::ostream stream(&file);
  try {
    model.export_model(stream);
  } catch (const ov::Exception& error) {
    file.Finish();  // throws if it is the file
    throw Error(ErrorKind::kUnsupported, fmt::format("OpenVINO: {}", error.what()));
  }
  file.Finish();
}

ov::CompiledModel OpenBlob(const std::string& path, const ov::AnyMap& config) {
  const MappedFile file(path);
  const ov::Tensor blob(ov::element::u8, {file.Bytes().size()}, ov::Allocator(Mapping(file)));
  ov::CompiledModel model = Core().import_model(blob, "CPU", config);
  file.GiveBack();
  return model;
}

}  // namespace fastdeploy
