// SPDX-License-Identifier: Apache-2.0
#include "apps/images/png.h"

#include <fmt/format.h>
#include <png.h>
#include <zlib.h>

#include <csetjmp>
#include <cstring>
#include <exception>
#include <string_view>

#include "apps/images/header.h"
#include "apps/images/readers.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

[[noreturn]] void Fail(png_structp png, png_const_charp /*reason*/) { png_longjmp(png, 1); }
void DropWarning(png_structp /*png*/, png_const_charp /*warning*/) {}

/// Runs `body`. False if libpng failed in it: it then leaves by longjmp, which destroys no objects,
/// so the body has none that need it.
template <typename Body>
bool Succeeds(png_structp png, const Body& body) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  body();
  return true;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, Fail, DropWarning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) Free(), throw std::bad_alloc();
    png_set_read_fn(png_, this, Read);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { Free(); }

  /// Empty if the file is damaged.
  cv::Mat Decode(const Header& header) {
    int type = 0;
    if (!Succeeds(png_, [&] { type = Prepare(header.alpha); })) return {};
    if (png_get_image_width(png_, info_) != header.width ||
        png_get_image_height(png_, info_) != header.height) {
      return {};
    }
    cv::Mat image(int(header.height), int(header.width), type);
    if (png_get_rowbytes(png_, info_) != size_t(image.cols) * image.elemSize()) return {};
    const bool good = Succeeds(png_, [&] {
      for (int pass = 0; pass < passes_; ++pass) {
        for (int y = 0; y < image.rows; ++y) png_read_row(png_, image.ptr(y), nullptr);
      }
      png_read_end(png_, nullptr);
    });
    return good ? image : cv::Mat();
  }

 private:
  static void Read(png_structp png, png_bytep to, size_t size) {
    auto& rest = static_cast<Reader*>(png_get_io_ptr(png))->rest_;
    if (size > rest.size()) png_error(png, "truncated");
    std::memcpy(to, rest.data(), size);
    rest.remove_prefix(size);
  }

  void Free() { png_destroy_read_struct(&png_, &info_, nullptr); }

  /// Reads up to the pixels and sets what they become: BGR of 8 bits, the upper ones of 16; with
  /// alpha BGR and alpha of 8 or 16 bits. Returns the type of OpenCV.
  int Prepare(bool alpha) {
    png_read_info(png_, info_);
    png_set_expand(png_);
    png_set_gray_to_rgb(png_);
    png_set_bgr(png_);
    if (alpha) {
      png_set_add_alpha(png_, UINT16_MAX, PNG_FILLER_AFTER);
      png_set_swap(png_);
    } else {
      png_set_strip_16(png_);
      png_set_strip_alpha(png_);
    }
    passes_ = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    return CV_MAKETYPE(png_get_bit_depth(png_, info_) == 16 ? CV_16U : CV_8U, alpha ? 4 : 3);
  }

  std::string_view rest_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  int passes_ = 1;
};

class Writer {
 public:
  Writer() {
    png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, Fail, DropWarning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) Free(), throw std::bad_alloc();
    png_set_write_fn(png_, this, Write, nullptr);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { Free(); }

  /// False if libpng does not write such an image.
  bool Encode(const cv::Mat& image, int kind) {
    const int bits = image.depth() == CV_16U ? 16 : 8;
    const bool good = Succeeds(png_, [&] {
      png_set_compression_level(png_, Z_BEST_SPEED);
      png_set_compression_strategy(png_, Z_RLE);
      png_set_filter(png_, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
      png_set_IHDR(png_, info_, png_uint_32(image.cols), png_uint_32(image.rows), bits, kind,
                   PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
      png_write_info(png_, info_);
      png_set_bgr(png_);
      png_set_swap(png_);
      for (int y = 0; y < image.rows; ++y) png_write_row(png_, image.ptr(y));
      png_write_end(png_, info_);
    });
    if (no_memory_) throw std::bad_alloc();
    return good;
  }

  std::string Contents() && { return std::move(contents_); }

 private:
  static void Write(png_structp png, png_bytep from, size_t size) {
    auto* writer = static_cast<Writer*>(png_get_io_ptr(png));
    try {
      writer->contents_.append(reinterpret_cast<const char*>(from), size);
    } catch (const std::exception&) {  // must not pass through libpng
      writer->no_memory_ = true;
    }
    if (writer->no_memory_) png_error(png, "no memory");
  }

  void Free() { png_destroy_write_struct(&png_, &info_); }

  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::string contents_;
  bool no_memory_ = false;
};

int KindOf(const cv::Mat& image) {
  const bool good = image.depth() == CV_8U || image.depth() == CV_16U;
  if (good && image.channels() == 1) return PNG_COLOR_TYPE_GRAY;
  if (good && image.channels() == 3) return PNG_COLOR_TYPE_RGB;
  if (good && image.channels() == 4) return PNG_COLOR_TYPE_RGB_ALPHA;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("expected an image of 1, 3 or 4 channels of 8 or 16 bits, found {} of {}",
                          image.channels(), cv::depthToString(image.depth())));
}

}  // namespace

cv::Mat DecodePng(std::string_view bytes, const Header& header) {
  return Reader(bytes).Decode(header);
}

std::string EncodePng(const cv::Mat& image) {
  Writer writer;
  if (!writer.Encode(image, KindOf(image))) {
    throw Error(
        ErrorKind::kInvalidArgument,
        fmt::format("an image of {} x {} pixels cannot be encoded as PNG", image.cols, image.rows));
  }
  return std::move(writer).Contents();
}

}  // namespace fastdeploy::images
