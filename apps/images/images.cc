// SPDX-License-Identifier: Apache-2.0
#include "apps/images/images.h"

#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>

#include "apps/images/header.h"
#include "apps/images/pixels.h"
#include "apps/images/readers.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

/// Decodes a picture of one page. OpenCV's own errors are assertions that mean nothing to the user.
cv::Mat Decode(const std::string& bytes, const Header& header) {
  int flags = cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION;
  if (header.transparent) flags |= cv::IMREAD_ANYDEPTH;
  if (header.alpha) flags = cv::IMREAD_UNCHANGED;
  const cv::Mat buffer(1, int(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
  cv::Mat image;
  try {
    image = cv::imdecode(buffer, flags);
  } catch (const cv::Exception&) {
    image.release();
  }
  if (!image.empty() && header.transparent) {
    cv::Mat found;
    cv::inRange(image, *header.transparent, *header.transparent, found);
    image.setTo(cv::Scalar::all(image.depth() == CV_16U ? UINT16_MAX : UINT8_MAX), found);
  }
  if (!image.empty()) return image;
  throw Error(
      ErrorKind::kInvalidFile,
      fmt::format("this file cannot be read as an image: its {} x {} pixels are damaged, or "
                  "of a rare kind",
                  header.width, header.height));
}

class OnePage : public Pages {
 public:
  OnePage(std::string bytes, const Header& header) : bytes_(std::move(bytes)), header_(header) {}

  [[nodiscard]] size_t Count() const override { return 1; }
  cv::Mat Next() override {
    CheckSize(header_.width, header_.height);
    return Orient(ToBgr(Decode(bytes_, header_)), header_.orientation);
  }

 private:
  std::string bytes_;
  Header header_;
};

Header ReadHeader(std::string_view bytes, Format format) {
  switch (format) {
    case Format::kJpeg:
      return ReadJpegHeader(bytes);
    case Format::kPng:
      return ReadPngHeader(bytes);
    case Format::kWebp:
      return ReadWebpHeader(bytes);
    case Format::kBmp:
      return ReadBmpHeader(bytes);
    default:
      return ReadPnmHeader(bytes);
  }
}

}  // namespace

std::unique_ptr<Pages> OpenPages(std::string bytes) {
  const Format format = FormatOf(bytes);
  if (format == Format::kGif) return OpenGif(std::move(bytes));
  if (format == Format::kTiff) return OpenTiff(std::move(bytes));
  const Header header = ReadHeader(bytes, format);
  if (header.animated) return OpenAnimatedWebp(std::move(bytes));
  return std::make_unique<OnePage>(std::move(bytes), header);
}

}  // namespace fastdeploy::images
