// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <string>

#include "apps/images/header.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

/// A name of something that is not read, and bytes that it has at a place.
struct Other {
  const char* name;
  size_t at;
  std::string_view bytes;
};

constexpr std::array<Other, 9> kOthers = {{{"HEIC", 4, "ftyphei"},
                                           {"HEIC", 4, "ftypmif1"},
                                           {"AVIF", 4, "ftypavi"},
                                           {"JPEG 2000", 4, "jP  "},
                                           {"JPEG XL", 4, "JXL "},
                                           {"OpenEXR", 0, "v/1\x01"},
                                           {"SVG", 0, "<svg"},
                                           {"Photoshop", 0, "8BPS"},
                                           {"HTML", 0, "<!"}}};

[[noreturn]] void Refuse(std::string_view bytes) {
  std::string found;
  for (const Other& other : kOthers) {
    if (bytes.substr(0, 32)
            .substr(std::min<size_t>(other.at, bytes.size()))
            .starts_with(other.bytes)) {
      found = other.name;
      break;
    }
  }
  if (found.empty()) {
    found = "bytes that begin with";
    for (const unsigned char byte : bytes.substr(0, 8)) found += fmt::format(" {:02x}", byte);
  }
  throw Error(
      ErrorKind::kInvalidFile,
      fmt::format("this file cannot be read as an image: expected JPEG, PNG, BMP, WebP, GIF, "
                  "TIFF, PNM or PDF, found {}",
                  found));
}

bool IsPnm(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
         std::string_view(" \t\r\n#").find(bytes[2]) != std::string_view::npos;
}

}  // namespace

Format FormatOf(std::string_view bytes) {
  const auto begins = [&](std::string_view with) { return bytes.starts_with(with); };
  if (begins("\xFF\xD8\xFF")) return Format::kJpeg;
  if (begins("\x89PNG\r\n\x1A\n")) return Format::kPng;
  if (begins("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return Format::kWebp;
  if (begins("GIF87a") || begins("GIF89a")) return Format::kGif;
  constexpr std::array<std::string_view, 4> kTiffs = {
      std::string_view("II*\0", 4), std::string_view("MM\0*", 4), std::string_view("II+\0", 4),
      std::string_view("MM\0+", 4)};
  for (const std::string_view tiff : kTiffs) {
    if (begins(tiff)) return Format::kTiff;
  }
  if (begins("BM")) return Format::kBmp;
  if (begins("%PDF-")) return Format::kPdf;
  if (IsPnm(bytes)) return Format::kPnm;
  Refuse(bytes);
}

}  // namespace fastdeploy::images
