// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <opencv2/core.hpp>
#include <string>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"

namespace fastdeploy::images {

/// The pages of one file: of a PDF or a TIFF, the frames of a GIF or of an animated WebP; a picture
/// of any other format has one page. One thread at a time.
class Pages {
 public:
  Pages() = default;
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  virtual ~Pages() = default;

  /// How many pages there are: 1 or more.
  [[nodiscard]] virtual size_t Count() const = 0;
  /// The next page, 8-bit BGR, as it is meant to be seen: turned as its orientation says,
  /// transparent pixels blended over white, and 16 bits rounded to 8. To be called Count() times.
  /// Throws Error (kInvalidFile) if the page is damaged or has too many pixels.
  virtual cv::Mat Next() = 0;
};

/// How many pixels per inch a PDF is rendered with, by default.
constexpr double kDpi = 200;

/// How a file is read.
struct ReadSettings {
  double most_pixels = vision::kMostPixels;  ///< of a page
  double dpi = kDpi;                         ///< pixels per inch of the pages of a PDF
  /// If above 0, a JPEG is decoded at 1/2, 1/4 or 1/8 of its size, whichever is the smallest that
  /// leaves its shorter side at least so many pixels: the rest of the work of decoding is saved.
  int jpeg_side = 0;
};

/// Opens the contents of a picture file: JPEG, PNG, BMP, WebP, GIF, TIFF or PNM; or of a PDF, whose
/// pages are rendered, if PDFium is installed. Memory is only reserved for a page when it is read,
/// and only after its size was checked: for a page with too many pixels, Next or this throws
/// TooLargeError. Throws Error (kInvalidFile) for other formats, and for a file that is truncated
/// or damaged. Throws Error (kUnsupported) for a PDF without PDFium.
std::unique_ptr<Pages> OpenPages(std::string bytes, const ReadSettings& settings = {});

/// Whether PDFium is installed.
bool ReadsPdf();

/// A picture has too many pixels.
class TooLargeError : public Error {
 public:
  using Error::Error;
};

}  // namespace fastdeploy::images
