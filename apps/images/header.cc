// SPDX-License-Identifier: Apache-2.0
#include "apps/images/header.h"

#include <algorithm>

#include "apps/images/bytes.h"
#include "apps/images/exif.h"

namespace fastdeploy::images {

Header ReadPngHeader(std::string_view bytes) {
  constexpr size_t kSignature = 8;
  constexpr size_t kAround = 12;  // length, name and checksum
  constexpr uint32_t kAlpha = 4;
  const Bytes file(bytes, "PNG");
  Header header;
  for (size_t at = kSignature;;) {
    const size_t length = file.Big32(at);
    const std::string_view name = file.Part(at + 4, 4);
    file.Require(at, length + kAround);
    if (at == kSignature) {
      if (name != "IHDR" || length != 13) file.Damaged("it does not begin with its header");
      header.width = file.Big32(at + 8);
      header.height = file.Big32(at + 12);
      header.alpha = (file.Byte(at + 17) & kAlpha) != 0;
    }
    if (name == "tRNS") header.alpha = true;
    if (name == "eXIf") header.orientation = ExifOrientation(file.Part(at + 8, length));
    if (name == "IEND") return header;
    at += length + kAround;
  }
}

namespace {

/// The size in the header of a frame, which a decoder believes rather than that of the canvas.
void AddFrameSize(const Bytes& file, size_t at, std::string_view name, Header* header) {
  constexpr uint32_t kSizeBits = 0x3FFF;
  uint32_t width = 0;
  uint32_t height = 0;
  if (name == "VP8 ") {
    width = file.Little16(at + 6) & kSizeBits;
    height = file.Little16(at + 8) & kSizeBits;
  } else {
    const uint32_t packed = file.Little32(at + 1);
    width = (packed & kSizeBits) + 1;
    height = (packed >> 14 & kSizeBits) + 1;
  }
  header->width = std::max<uint64_t>(header->width, width);
  header->height = std::max<uint64_t>(header->height, height);
}

}  // namespace

Header ReadWebpHeader(std::string_view bytes) {
  constexpr uint32_t kAnimated = 2;
  constexpr size_t kName = 8;
  const Bytes file(bytes, "WebP");
  const size_t size = file.Little32(4);
  file.Require(kName, size);
  Header header;
  header.alpha = true;  // the decoder knows
  for (size_t at = 12; at < kName + size;) {
    const std::string_view name = file.Part(at, 4);
    const size_t length = file.Little32(at + 4);
    file.Require(at + kName, length);
    if (name == "VP8X") {
      header.animated = (file.Byte(at + 8) & kAnimated) != 0;
      header.width = file.Little24(at + 12) + 1;
      header.height = file.Little24(at + 15) + 1;
    }
    if (name == "VP8 " || name == "VP8L") AddFrameSize(file, at + kName, name, &header);
    if (name == "EXIF") header.orientation = ExifOrientation(file.Part(at + kName, length));
    at += kName + length + length % 2;
  }
  return header;
}

}  // namespace fastdeploy::images
