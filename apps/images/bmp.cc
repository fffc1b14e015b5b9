// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "apps/images/bytes.h"
#include "apps/images/header.h"
#include "apps/images/readers.h"

namespace fastdeploy::images {
namespace {

enum : uint32_t { kPlain = 0, kRuns8 = 1, kRuns4 = 2, kMasks = 3 };

/// What is before the pixels.
struct Start {
  size_t pixels = 0;  ///< where they begin
  size_t length = 0;  ///< of the second header
  bool old = false;   ///< OS/2's short header
  bool top_down = false;
  uint64_t width = 0;
  uint64_t height = 0;
  uint32_t bits = 0;  ///< a pixel
  uint32_t compression = kPlain;
};

constexpr size_t kFileHeader = 14;
constexpr size_t kMasksAt = 54;

Start ReadStart(const Bytes& file) {
  constexpr size_t kOldHeader = 12;
  Start start = {.pixels = file.Little32(10), .length = file.Little32(kFileHeader)};
  start.old = start.length == kOldHeader;
  if (start.old) {
    start.width = file.Little16(18);
    start.height = file.Little16(20);
    start.bits = file.Little16(24);
  } else {
    const auto width = int64_t(int32_t(file.Little32(18)));
    const auto height = int64_t(int32_t(file.Little32(22)));
    start.width = uint64_t(std::abs(width));
    start.height = uint64_t(std::abs(height));
    start.top_down = height < 0;
    start.bits = file.Little16(28);
    start.compression = file.Little32(30);
  }
  return start;
}

uint64_t RowBytes(const Start& start) { return (start.width * start.bits + 31) / 32 * 4; }

bool HasAlpha(const Bytes& file, const Start& start) {
  constexpr size_t kHeaderWithAlpha = 56;
  return start.compression == kMasks && start.bits == 32 && start.length >= kHeaderWithAlpha &&
         file.Little32(kMasksAt + 12) != 0;
}

using Palette = std::array<cv::Vec3b, 256>;

/// Colours that the file does not have are black.
Palette ReadPalette(const Bytes& file, const Start& start) {
  constexpr size_t kUsedAt = 46;
  const size_t used = start.old ? 0 : file.Little32(kUsedAt);
  const size_t count = used == 0 ? size_t{1} << start.bits : used;
  Palette palette = {};
  if (count > palette.size()) file.Damaged("its palette has more than 256 colours");
  const size_t entry = start.old ? 3 : 4;
  for (size_t i = 0; i < count; ++i) {
    const std::string_view bgr = file.Part(kFileHeader + start.length + i * entry, entry);
    palette.at(i) = {uchar(bgr[0]), uchar(bgr[1]), uchar(bgr[2])};
  }
  return palette;
}

/// One pixel for each byte, as numbers in the palette: 1, 4 or 8 bits from the upper ones down.
cv::Mat ReadNumbers(const Bytes& file, const Start& start) {
  cv::Mat numbers(int(start.height), int(start.width), CV_8U);
  const int each = int(8 / start.bits);
  for (int y = 0; y < numbers.rows; ++y) {
    const std::string_view from =
        file.Part(start.pixels + size_t(RowBytes(start)) * size_t(y), size_t(RowBytes(start)));
    auto* to = numbers.ptr(y);
    for (int x = 0; x < numbers.cols; ++x) {
      const uint32_t shift = start.bits * uint32_t(each - 1 - x % each);
      to[x] = uchar(uint8_t(from[size_t(x / each)]) >> shift & ((1U << start.bits) - 1));
    }
  }
  return numbers;
}

/// The same for the two compressions. Pixels that are left out have the number 0.
class Runs {
 public:
  Runs(const Bytes& file, const Start& start)
      : file_(file),
        at_(start.pixels),
        bits_(start.bits),
        numbers_(int(start.height), int(start.width), CV_8U, cv::Scalar(0)) {}

  cv::Mat Read() {
    while (y_ < numbers_.rows) {
      const uint32_t count = file_.Byte(at_);
      const uint32_t value = file_.Byte(at_ + 1);
      at_ += 2;
      if (count > 0) {
        for (uint32_t i = 0; i < count; ++i)
          Put(bits_ == 8 ? value : value >> (i % 2 == 0 ? 4 : 0));
      } else if (value == 0) {
        x_ = 0, ++y_;
      } else if (value == 1) {
        break;  // the end
      } else if (value == 2) {
        x_ += int(file_.Byte(at_)), y_ += int(file_.Byte(at_ + 1));
        at_ += 2;
      } else {
        ReadPixels(value);
      }
    }
    return numbers_;
  }

 private:
  void ReadPixels(uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t byte = file_.Byte(at_ + (bits_ == 8 ? i : i / 2));
      Put(bits_ == 8 ? byte : byte >> (i % 2 == 0 ? 4 : 0));
    }
    const size_t size = (count * bits_ + 7) / 8;
    at_ += size + size % 2;
  }

  void Put(uint32_t value) {
    if (x_ >= numbers_.cols) file_.Damaged("a row has too many pixels");
    numbers_.at<uchar>(y_, x_++) = uchar(value & ((1U << bits_) - 1));
  }

  const Bytes& file_;
  size_t at_;
  uint32_t bits_;
  cv::Mat numbers_;
  int x_ = 0;
  int y_ = 0;
};

cv::Mat Coloured(const cv::Mat& numbers, const Palette& palette) {
  cv::Mat image(numbers.size(), CV_8UC3);
  for (int y = 0; y < image.rows; ++y) {
    const auto* from = numbers.ptr(y);
    auto* to = image.ptr<cv::Vec3b>(y);
    for (int x = 0; x < image.cols; ++x) to[x] = palette.at(from[x]);
  }
  return image;
}

/// Where blue, green, red and alpha are in a pixel of 16 or 32 bits; 0: it has none.
using Masks = std::array<uint32_t, 4>;

Masks ReadMasks(const Bytes& file, const Start& start) {
  if (start.compression != kMasks) {
    return start.bits == 16 ? Masks{0x1F, 0x3E0, 0x7C00, 0} : Masks{0xFF, 0xFF00, 0xFF0000, 0};
  }
  return {file.Little32(kMasksAt + 8), file.Little32(kMasksAt + 4), file.Little32(kMasksAt),
          HasAlpha(file, start) ? file.Little32(kMasksAt + 12) : 0};
}

/// The part of a pixel, as the upper of 8 bits.
uchar Part(uint32_t pixel, uint32_t mask) {
  if (mask == 0) return 0;
  const int width = std::popcount(mask);
  const uint32_t value = (pixel & mask) >> std::countr_zero(mask);
  return uchar(width <= 8 ? value << (8 - width) : value >> (width - 8));
}

cv::Mat ReadPixels(const Bytes& file, const Start& start) {
  const Masks masks = ReadMasks(file, start);
  const size_t size = start.bits / 8;
  const int channels = masks[3] == 0 ? 3 : 4;
  cv::Mat image(int(start.height), int(start.width), CV_8UC(channels));
  for (int y = 0; y < image.rows; ++y) {
    const size_t row = start.pixels + size_t(RowBytes(start)) * size_t(y);
    const std::string_view from = file.Part(row, size * size_t(image.cols));
    auto* to = image.ptr(y);
    if (size == 3) {
      std::copy(from.begin(), from.end(), to);
      continue;
    }
    for (size_t at = 0; at < from.size(); at += size) {
      uint32_t pixel = 0;
      for (size_t i = 0; i < size; ++i) pixel |= uint32_t{uint8_t(from[at + i])} << (8 * i);
      for (size_t c = 0; c < size_t(channels); ++c) *to++ = Part(pixel, masks.at(c));
    }
  }
  return image;
}

}  // namespace

Header ReadBmpHeader(std::string_view bytes) {
  constexpr size_t kSizeAt = 34;
  const Bytes file(bytes, "BMP");
  const Start start = ReadStart(file);
  if (start.compression == kPlain || start.compression == kMasks) {
    file.Require(start.pixels, start.height > 0 ? RowBytes(start) * start.height : 0);
  } else {
    file.Require(start.pixels, file.Little32(kSizeAt));
  }
  Header header;
  header.width = start.width;
  header.height = start.height;
  header.alpha = HasAlpha(file, start);
  return header;
}

cv::Mat DecodeBmp(std::string_view bytes, const Header& /*header*/) {
  const Bytes file(bytes, "BMP");
  const Start start = ReadStart(file);
  const uint32_t bits = start.bits;
  cv::Mat image;
  if ((bits == 8 && start.compression == kRuns8) || (bits == 4 && start.compression == kRuns4)) {
    image = Coloured(Runs(file, start).Read(), ReadPalette(file, start));
  } else if (start.compression == kPlain && (bits == 1 || bits == 4 || bits == 8)) {
    image = Coloured(ReadNumbers(file, start), ReadPalette(file, start));
  } else if ((start.compression == kPlain && (bits == 16 || bits == 24 || bits == 32)) ||
             (start.compression == kMasks && (bits == 16 || bits == 32))) {
    image = ReadPixels(file, start);
  }
  if (!image.empty() && !start.top_down) cv::flip(image, image, 0);
  return image;
}

}  // namespace fastdeploy::images
