// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <memory>

#include "apps/images/jpeg.h"
#include "apps/images/jpeg_errors.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

class Writer {
 public:
  Writer() { jpeg_.err = &errors_.manager; }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    jpeg_destroy_compress(&jpeg_);
    std::free(bytes_);
  }

  /// False if libjpeg does not write such an image: it then leaves by longjmp, which destroys no
  /// objects, so there are none here that need it.
  bool Encode(const cv::Mat& image, int quality) {
    if (setjmp(errors_.place) != 0) return false;
    jpeg_create_compress(&jpeg_);
    jpeg_mem_dest(&jpeg_, &bytes_, &size_);
    jpeg_.image_width = JDIMENSION(image.cols);
    jpeg_.image_height = JDIMENSION(image.rows);
    jpeg_.input_components = image.channels();
    jpeg_.in_color_space = image.channels() == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
    jpeg_set_defaults(&jpeg_);
    jpeg_set_quality(&jpeg_, std::clamp(quality, 0, 100), TRUE);
    jpeg_start_compress(&jpeg_, TRUE);
    while (jpeg_.next_scanline < jpeg_.image_height) {
      // libjpeg's type has no const; it only reads.
      auto* row = const_cast<JSAMPROW>(image.ptr(int(jpeg_.next_scanline)));
      jpeg_write_scanlines(&jpeg_, &row, 1);
    }
    jpeg_finish_compress(&jpeg_);
    return true;
  }

  [[nodiscard]] std::string Contents() const {
    return {reinterpret_cast<const char*>(bytes_), size_};
  }

 private:
  JpegErrors errors_;
  jpeg_compress_struct jpeg_ = {};
  unsigned char* bytes_ = nullptr;
  unsigned long size_ = 0;  // NOLINT(google-runtime-int): libjpeg's type
};

}  // namespace

std::string EncodeJpeg(const cv::Mat& image, int quality) {
  if (image.type() != CV_8UC1 && image.type() != CV_8UC3) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("expected an image of 1 or 3 channels of 8 bits, found {} of {}",
                            image.channels(), cv::depthToString(image.depth())));
  }
  const auto writer = std::make_unique<Writer>();
  if (!writer->Encode(image, quality)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("an image of {} x {} pixels cannot be encoded as JPEG", image.cols,
                            image.rows));
  }
  return writer->Contents();
}

}  // namespace fastdeploy::images
