// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "apps/images/header.h"
#include "apps/images/images.h"

namespace fastdeploy::images {

/// The readers of the formats with pages. They take the contents of a file of that format, and how
/// many pixels a page may have.
std::unique_ptr<Pages> OpenGif(std::string bytes, double most_pixels);
std::unique_ptr<Pages> OpenTiff(std::string bytes, double most_pixels);
std::unique_ptr<Pages> OpenAnimatedWebp(std::string bytes, double most_pixels);
std::unique_ptr<Pages> OpenPdf(std::string bytes, double most_pixels, double dpi);

/// The decoders of the others. They take the contents of a file and the header that was read from
/// it, whose size was checked (a JPEG's after Header::shrink), and give what ToBgr takes: BGR, or
/// BGR and alpha. The pixels are those of cv::imdecode. An empty image: the file is damaged, or of
/// a rare kind.
cv::Mat DecodeJpeg(std::string_view bytes, const Header& header);
cv::Mat DecodePng(std::string_view bytes, const Header& header);
cv::Mat DecodeWebp(std::string_view bytes, const Header& header);
cv::Mat DecodeBmp(std::string_view bytes, const Header& header);
cv::Mat DecodePnm(std::string_view bytes, const Header& header);

}  // namespace fastdeploy::images
