// SPDX-License-Identifier: Apache-2.0
#include "apps/images/bytes.h"
#include "apps/images/exif.h"
#include "apps/images/header.h"
#include "apps/images/pixels.h"

namespace fastdeploy::images {
namespace {

/// Markers, the second byte of each (the first is FF).
enum : uint32_t {
  kFirstFrame = 0xC0,
  kHuffmanTables = 0xC4,
  kReserved = 0xC8,
  kArithmeticTables = 0xCC,
  kLastFrame = 0xCF,
  kFirstRestart = 0xD0,
  kLastRestart = 0xD7,
  kEnd = 0xD9,
  kScan = 0xDA,
  kApplication1 = 0xE1,
};

bool IsFrame(uint32_t marker) {
  return marker >= kFirstFrame && marker <= kLastFrame && marker != kHuffmanTables &&
         marker != kReserved && marker != kArithmeticTables;
}

/// The place of the first marker from `at` on that is neither a stuffed byte nor a restart.
size_t NextMarker(const Bytes& file, size_t at) {
  for (;; ++at) {
    if (file.Byte(at) != 0xFF) continue;
    const uint32_t marker = file.Byte(at + 1);
    const bool data = marker == 0 || (marker >= kFirstRestart && marker <= kLastRestart);
    if (!data && marker != 0xFF) return at;
  }
}

}  // namespace

Header ReadJpegHeader(std::string_view bytes) {
  // A decoder goes over the whole picture once for each scan. Cameras and programs write up to 20.
  constexpr int kMostScans = 500;
  const Bytes file(bytes, "JPEG");
  Header header;
  int scans = 0;
  for (size_t at = 2;;) {
    at = NextMarker(file, at);
    const uint32_t marker = file.Byte(at + 1);
    if (marker == kEnd) break;
    const size_t length = file.Big16(at + 2);
    if (length < 2) file.Damaged("a segment of less than 2 bytes");
    const std::string_view segment = file.Part(at + 4, length - 2);
    if (IsFrame(marker)) {
      if (header.width > 0) file.Damaged("it has two sizes");
      header.height = file.Big16(at + 5);
      header.width = file.Big16(at + 7);
      if (header.width == 0 || header.height == 0) file.Damaged("its width or height is 0");
    } else if (marker == kApplication1 && segment.starts_with("Exif") && header.orientation == 1) {
      header.orientation = ExifOrientation(segment);
    } else if (marker == kScan && ++scans > kMostScans) {
      file.Damaged("it has more than 500 scans");
    }
    at += 2 + length;
  }
  if (header.width == 0 || scans == 0) file.Damaged("it has no picture");
  CheckWork(uint64_t(scans), "scans", header.width, header.height);
  return header;
}

}  // namespace fastdeploy::images
