// SPDX-License-Identifier: Apache-2.0
#include "apps/images/header.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "apps/images/bytes.h"
#include "apps/images/exif.h"

namespace fastdeploy::images {

namespace {

/// The transparent colour of a PNG without alpha, in the units of the decoded picture. `at`: the
/// contents of its chunk.
cv::Scalar TransparentColour(const Bytes& file, size_t at, uint32_t depth, bool grey) {
  if (!grey)
    return {double(file.Big16(at + 4)), double(file.Big16(at + 2)), double(file.Big16(at))};
  const uint32_t scale = depth < 8 ? 255 / ((1U << depth) - 1) : 1;
  return cv::Scalar::all(file.Big16(at) * scale);
}

}  // namespace

Header ReadPngHeader(std::string_view bytes) {
  constexpr size_t kSignature = 8;
  constexpr size_t kAround = 12;  // length, name and checksum
  constexpr uint32_t kPalette = 3;
  constexpr uint32_t kAlpha = 4;
  const Bytes file(bytes, "PNG");
  uint32_t depth = 8;
  uint32_t kind = 0;
  Header header;
  for (size_t at = kSignature;;) {
    const size_t length = file.Big32(at);
    const std::string_view name = file.Part(at + 4, 4);
    file.Require(at, length + kAround);
    if (at == kSignature) {
      if (name != "IHDR" || length != 13) file.Damaged("it does not begin with its header");
      header.width = file.Big32(at + 8);
      header.height = file.Big32(at + 12);
      depth = file.Byte(at + 16);
      kind = file.Byte(at + 17);
      if (depth < 1 || depth > 16) file.Damaged(fmt::format("its pixels have {} bits", depth));
      header.alpha = (kind & kAlpha) != 0;
    }
    if (name == "tRNS" && kind == kPalette) header.alpha = true;
    if (name == "tRNS" && kind < kPalette) {
      header.transparent = TransparentColour(file, at + 8, depth, kind == 0);
    }
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

Header ReadBmpHeader(std::string_view bytes) {
  constexpr size_t kFileHeader = 14;
  constexpr size_t kOldHeader = 12;
  constexpr size_t kHeaderWithAlpha = 56;
  const Bytes file(bytes, "BMP");
  const size_t pixels = file.Little32(10);
  const size_t length = file.Little32(kFileHeader);
  const bool old = length == kOldHeader;
  Header header;
  const auto magnitude = [](uint32_t number) {
    return uint64_t(std::abs(int64_t(int32_t(number))));
  };
  header.width = old ? file.Little16(18) : magnitude(file.Little32(18));
  header.height = old ? file.Little16(20) : magnitude(file.Little32(22));
  const uint64_t bits = file.Little16(old ? 24 : 28);
  const uint32_t compression = old ? 0 : file.Little32(30);
  if (compression == 0 || compression == 3) {  // neither is compressed
    const uint64_t row = (header.width * bits + 31) / 32 * 4;
    file.Require(pixels, header.height > 0 ? row * header.height : 0);
  } else {
    file.Require(pixels, file.Little32(34));
  }
  header.alpha =
      compression == 3 && bits == 32 && length >= kHeaderWithAlpha && file.Little32(66) != 0;
  return header;
}

Header ReadPnmHeader(std::string_view bytes) {
  const Bytes file(bytes, "PNM");
  size_t at = 2;
  const auto number = [&] {
    for (uint32_t byte = file.Byte(at); std::isdigit(int(byte)) == 0; byte = file.Byte(++at)) {
      if (byte == '#') at = std::min(bytes.find('\n', at), bytes.size());
    }
    uint64_t value = 0;
    for (; at < bytes.size() && std::isdigit(uint8_t(bytes[at])) != 0; ++at) {
      value = std::min<uint64_t>(value * 10 + uint64_t(bytes[at] - '0'), UINT32_MAX);
    }
    return value;
  };
  Header header;
  header.width = number();
  header.height = number();
  const char kind = bytes[1];
  const bool bits = kind == '1' || kind == '4';
  const uint64_t largest = bits ? 1 : number();
  if (largest == 0 || largest > 65535) file.Damaged("its largest value is not in 1 to 65535");
  const uint64_t channels = kind == '6' || kind == '3' ? 3 : 1;
  if (kind >= '4') {  // not written as text
    const uint64_t row =
        bits ? (header.width + 7) / 8 : header.width * channels * (largest > 255 ? 2 : 1);
    file.Require(at + 1, row * header.height);
  }
  return header;
}

}  // namespace fastdeploy::images
