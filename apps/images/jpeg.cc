// SPDX-License-Identifier: Apache-2.0
#include <csetjmp>
#include <string_view>

#include "apps/images/header.h"
#include "apps/images/jpeg_errors.h"
#include "apps/images/readers.h"

namespace fastdeploy::images {
namespace {

/// Printers' colours, stored inverted as Adobe's programs do, in place of BGR.
cv::Mat FromCmyk(const cv::Mat& cmyk) {
  constexpr int kMost = 255;
  cv::Mat image(cmyk.size(), CV_8UC3);
  for (int y = 0; y < cmyk.rows; ++y) {
    const auto* from = cmyk.ptr<cv::Vec4b>(y);
    auto* to = image.ptr<cv::Vec3b>(y);
    for (int x = 0; x < cmyk.cols; ++x) {
      const int key = from[x][3];
      for (int c = 0; c < 3; ++c) {
        to[x][2 - c] = uchar(key - ((kMost - from[x][c]) * key >> 8));
      }
    }
  }
  return image;
}

class Reader {
 public:
  Reader() { jpeg_.err = &errors_.manager; }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { jpeg_destroy_decompress(&jpeg_); }

  /// Empty if the file is damaged, or of a rare kind. Damaged pixels are none: a JPEG has no
  /// checksums, and a decoder goes on.
  cv::Mat Decode(std::string_view bytes, const Header& header) {
    if (!Succeeds([&] { Start(bytes, header.shrink); })) return {};
    if (jpeg_.output_width != header.width || jpeg_.output_height != header.height) return {};
    const bool cmyk = jpeg_.out_color_space == JCS_CMYK;
    cv::Mat image(int(header.height), int(header.width), cmyk ? CV_8UC4 : CV_8UC3);
    const bool good = Succeeds([&] {
      while (jpeg_.output_scanline < jpeg_.output_height) {
        JSAMPROW row = image.ptr(int(jpeg_.output_scanline));
        jpeg_read_scanlines(&jpeg_, &row, 1);
      }
      jpeg_finish_decompress(&jpeg_);
    });
    if (!good) return {};
    return cmyk ? FromCmyk(image) : image;
  }

 private:
  /// Runs `body`. False if libjpeg failed in it: it then leaves by longjmp, which destroys no
  /// objects, so the body has none that need it.
  template <typename Body>
  bool Succeeds(const Body& body) {
    if (setjmp(errors_.place) != 0) return false;
    body();
    return true;
  }

  void Start(std::string_view bytes, unsigned shrink) {
    jpeg_create_decompress(&jpeg_);
    jpeg_mem_src(&jpeg_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&jpeg_, TRUE);
    jpeg_.out_color_space = jpeg_.num_components == 4 ? JCS_CMYK : JCS_EXT_BGR;
    jpeg_.scale_num = 1;
    jpeg_.scale_denom = shrink;
    jpeg_start_decompress(&jpeg_);
  }

  JpegErrors errors_;
  jpeg_decompress_struct jpeg_ = {};
};

}  // namespace

cv::Mat DecodeJpeg(std::string_view bytes, const Header& header) {
  return Reader().Decode(bytes, header);
}

}  // namespace fastdeploy::images
