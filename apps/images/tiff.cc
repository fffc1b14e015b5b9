// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <vector>

#include "apps/images/pixels.h"
#include "apps/images/readers.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

/// What libtiff reads from, and what it complains about.
struct Source {
  std::string bytes;
  size_t at = 0;
  std::string complaint;  ///< the first
};

tmsize_t ReadFrom(thandle_t handle, void* to, tmsize_t size) {
  auto* source = static_cast<Source*>(handle);
  if (source->at >= source->bytes.size() || size < 0) return 0;
  const size_t got = std::min<size_t>(size_t(size), source->bytes.size() - source->at);
  std::copy_n(source->bytes.data() + source->at, got, static_cast<char*>(to));
  source->at += got;
  return tmsize_t(got);
}

tmsize_t WriteNothing(thandle_t /*handle*/, void* /*from*/, tmsize_t /*size*/) { return 0; }

toff_t Seek(thandle_t handle, toff_t offset, int from) {
  auto* source = static_cast<Source*>(handle);
  if (from == SEEK_CUR) offset += source->at;
  if (from == SEEK_END) offset += source->bytes.size();
  source->at = offset;
  return offset;
}

int CloseNothing(thandle_t /*handle*/) { return 0; }

toff_t SizeOf(thandle_t handle) { return static_cast<Source*>(handle)->bytes.size(); }

int KeepComplaint(TIFF* /*file*/, void* data, const char* /*module*/, const char* format,
                  va_list values) {
  auto* source = static_cast<Source*>(data);
  std::array<char, 256> text = {};
  (void)std::vsnprintf(text.data(), text.size(), format, values);
  if (source->complaint.empty()) source->complaint = text.data();
  return 1;
}

int DropWarning(TIFF* /*file*/, void* /*data*/, const char* /*module*/, const char* /*format*/,
                va_list /*values*/) {
  return 1;
}

struct TiffCloser {
  void operator()(TIFF* file) const { TIFFClose(file); }
};
struct OptionsDeleter {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

/// Colours that are already multiplied with alpha, over white. libtiff packs them as R, G, B, A
/// from the lowest byte to the highest.
cv::Mat OverWhite(const std::vector<uint32_t>& pixels, int width, int height) {
  cv::Mat image(height, width, CV_8UC3);
  const uint32_t* from = pixels.data();
  for (int y = 0; y < height; ++y) {
    auto* row = image.ptr<cv::Vec3b>(y);
    for (int x = 0; x < width; ++x, ++from) {
      const uint32_t white = 255 - TIFFGetA(*from);
      row[x] = {uchar(std::min<uint32_t>(TIFFGetB(*from) + white, 255)),
                uchar(std::min<uint32_t>(TIFFGetG(*from) + white, 255)),
                uchar(std::min<uint32_t>(TIFFGetR(*from) + white, 255))};
    }
  }
  return image;
}

class Tiff : public Pages {
 public:
  Tiff(std::string bytes, double most_pixels)
      : source_{.bytes = std::move(bytes)}, most_pixels_(most_pixels) {
    constexpr tmsize_t kMostMemory = tmsize_t{1} << 30;
    const std::unique_ptr<TIFFOpenOptions, OptionsDeleter> options(TIFFOpenOptionsAlloc());
    if (options) {
      TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMostMemory);
      TIFFOpenOptionsSetErrorHandlerExtR(options.get(), KeepComplaint, &source_);
      TIFFOpenOptionsSetWarningHandlerExtR(options.get(), DropWarning, nullptr);
    }
    // "m": no mapping into memory, since the file is in memory.
    file_.reset(TIFFClientOpenExt("TIFF", "rm", &source_, ReadFrom, WriteNothing, Seek,
                                  CloseNothing, SizeOf, nullptr, nullptr, options.get()));
    if (!file_) Fail();
    FindPages();
  }

  [[nodiscard]] size_t Count() const override { return pages_.size(); }

  cv::Mat Next() override {
    if (TIFFSetSubDirectory(file_.get(), pages_.at(next_++)) == 0) Fail();
    uint32_t width = 0;
    uint32_t height = 0;
    uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetField(file_.get(), TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(file_.get(), TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(file_.get(), TIFFTAG_ORIENTATION, &orientation);
    CheckSize(width, height, most_pixels_);
    return Orient(Decode(width, height), orientation);
  }

 private:
  [[noreturn]] void Fail() const {
    throw Error(ErrorKind::kInvalidFile,
                fmt::format("the TIFF is truncated, damaged or of a rare kind: {}",
                            source_.complaint.empty() ? "no reason known" : source_.complaint));
  }

  /// Small copies of a page and masks are no pages of their own.
  void FindPages() {
    std::vector<toff_t> all;
    do {
      uint32_t kind = 0;
      TIFFGetField(file_.get(), TIFFTAG_SUBFILETYPE, &kind);
      all.push_back(TIFFCurrentDirOffset(file_.get()));
      if ((kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0) pages_.push_back(all.back());
    } while (TIFFReadDirectory(file_.get()) != 0);
    if (!source_.complaint.empty()) Fail();  // the next directory is not there
    if (pages_.empty()) pages_ = all;
  }

  /// The pixels as they are stored, not turned.
  cv::Mat Decode(uint32_t width, uint32_t height) {
    constexpr int kStopOnError = 1;
    constexpr uint16_t kMostSamples = 8;
    uint16_t samples = 1;
    TIFFGetFieldDefaulted(file_.get(), TIFFTAG_SAMPLESPERPIXEL, &samples);
    std::array<char, 1024> reason = {};
    TIFFRGBAImage image = {};
    if (samples > kMostSamples ||
        TIFFRGBAImageBegin(&image, file_.get(), kStopOnError, reason.data()) == 0) {
      if (source_.complaint.empty()) source_.complaint = reason.data();
      Fail();
    }
    image.orientation = ORIENTATION_TOPLEFT;
    image.req_orientation = ORIENTATION_TOPLEFT;
    std::vector<uint32_t> pixels(size_t{width} * height);
    const bool good = TIFFRGBAImageGet(&image, pixels.data(), width, height) != 0;
    TIFFRGBAImageEnd(&image);
    if (!good || !source_.complaint.empty()) Fail();
    return OverWhite(pixels, int(width), int(height));
  }

  Source source_;
  double most_pixels_;
  std::unique_ptr<TIFF, TiffCloser> file_;
  std::vector<toff_t> pages_;
  size_t next_ = 0;
};

}  // namespace

std::unique_ptr<Pages> OpenTiff(std::string bytes, double most_pixels) {
  return std::make_unique<Tiff>(std::move(bytes), most_pixels);
}

}  // namespace fastdeploy::images
