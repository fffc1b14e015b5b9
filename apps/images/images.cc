// SPDX-License-Identifier: Apache-2.0
#include "apps/images/images.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/images/header.h"
#include "apps/images/pixels.h"
#include "apps/images/readers.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

/// A format of one page.
struct Reader {
  Header (*header)(std::string_view bytes);
  cv::Mat (*decode)(std::string_view bytes, const Header& header);
};

Reader ReaderOf(Format format) {
  switch (format) {
    case Format::kJpeg:
      return {ReadJpegHeader, DecodeJpeg};
    case Format::kPng:
      return {ReadPngHeader, DecodePng};
    case Format::kWebp:
      return {ReadWebpHeader, DecodeWebp};
    case Format::kBmp:
      return {ReadBmpHeader, DecodeBmp};
    default:
      return {ReadPnmHeader, DecodePnm};
  }
}

/// Sets the size at which a JPEG is decoded, so that its shorter side keeps `side` pixels.
void ShrinkTo(int side, Header* header) {
  if (side <= 0) return;
  const uint64_t shorter = std::min(header->width, header->height);
  for (const unsigned shrink : {8U, 4U, 2U}) {
    if (shorter < uint64_t{shrink} * static_cast<unsigned>(side)) continue;
    header->width = (header->width + shrink - 1) / shrink;
    header->height = (header->height + shrink - 1) / shrink;
    header->shrink = shrink;
    return;
  }
}

class OnePage : public Pages {
 public:
  OnePage(std::string bytes, const Header& header, const Reader& reader, double most_pixels)
      : bytes_(std::move(bytes)), header_(header), reader_(reader), most_pixels_(most_pixels) {}

  [[nodiscard]] size_t Count() const override { return 1; }
  cv::Mat Next() override {
    CheckSize(header_.width, header_.height, most_pixels_);
    const cv::Mat image = reader_.decode(bytes_, header_);
    if (!image.empty()) return Orient(ToBgr(image), header_.orientation);
    throw Error(
        ErrorKind::kInvalidFile,
        fmt::format("this file cannot be read as an image: its {} x {} pixels are damaged, or "
                    "of a rare kind",
                    header_.width, header_.height));
  }

 private:
  std::string bytes_;
  Header header_;
  Reader reader_;
  double most_pixels_;
};

}  // namespace

std::unique_ptr<Pages> OpenPages(std::string bytes, const ReadSettings& settings) {
  const double most_pixels = settings.most_pixels;
  const Format format = FormatOf(bytes);
  if (format == Format::kGif) return OpenGif(std::move(bytes), most_pixels);
  if (format == Format::kTiff) return OpenTiff(std::move(bytes), most_pixels);
  if (format == Format::kPdf) return OpenPdf(std::move(bytes), most_pixels, settings.dpi);
  const Reader reader = ReaderOf(format);
  Header header = reader.header(bytes);
  if (format == Format::kJpeg) ShrinkTo(settings.jpeg_side, &header);
  if (header.animated) return OpenAnimatedWebp(std::move(bytes), most_pixels);
  return std::make_unique<OnePage>(std::move(bytes), header, reader, most_pixels);
}

}  // namespace fastdeploy::images
