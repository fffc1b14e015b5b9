// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace fastdeploy::images {

enum class Format { kJpeg, kPng, kBmp, kWebp, kGif, kTiff, kPnm, kPdf };

/// The format of a file, by its first bytes. Throws Error (kInvalidFile) for any other; it names
/// what people try: HEIC and others.
Format FormatOf(std::string_view bytes);

/// What is known about a picture before it is decoded.
struct Header {
  uint64_t width = 0;
  uint64_t height = 0;
  int orientation = 1;  ///< Exif's
  bool alpha = false;   ///< has transparent pixels, perhaps
  bool animated = false;
  unsigned shrink = 1;  ///< decode at 1/2, 1/4 or 1/8 of the size, which are exact in a JPEG
};

/// These walk through a whole file without decoding it. They throw Error (kInvalidFile) if it ends
/// too early, or if its parts do not make sense.
Header ReadJpegHeader(std::string_view bytes);
Header ReadPngHeader(std::string_view bytes);
Header ReadWebpHeader(std::string_view bytes);
Header ReadBmpHeader(std::string_view bytes);
Header ReadPnmHeader(std::string_view bytes);

}  // namespace fastdeploy::images
