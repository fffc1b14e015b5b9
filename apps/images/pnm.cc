// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>

#include "apps/images/bytes.h"
#include "apps/images/header.h"
#include "apps/images/readers.h"

namespace fastdeploy::images {
namespace {

/// The family's six kinds: '1' to '6' after 'P'.
struct Kind {
  bool bits = false;    ///< of black (1) and white
  bool colour = false;  ///< R, G, B; else grey
  bool text = false;    ///< numbers in decimal
};

Kind KindOf(std::string_view bytes) {
  const char kind = bytes[1];
  return {kind == '1' || kind == '4', kind == '3' || kind == '6', kind <= '3'};
}

/// Reads numbers that are written in decimal.
class Numbers {
 public:
  Numbers(std::string_view bytes, size_t at) : bytes_(bytes), file_(bytes, "PNM"), at_(at) {}

  [[nodiscard]] size_t At() const { return at_; }
  const Bytes& File() const { return file_; }

  /// The next number; 2^32 - 1 stands for all larger ones. What is no digit is skipped, and so are
  /// comments.
  uint32_t Next(size_t most_digits = SIZE_MAX) {
    for (uint32_t byte = file_.Byte(at_); std::isdigit(int(byte)) == 0; byte = file_.Byte(++at_)) {
      if (byte == '#') at_ = std::min(bytes_.find_first_of("\r\n", at_), bytes_.size());
    }
    uint64_t value = 0;
    for (; most_digits > 0 && at_ < bytes_.size() && std::isdigit(uint8_t(bytes_[at_])) != 0;
         ++at_, --most_digits) {
      value = std::min<uint64_t>(value * 10 + uint64_t(bytes_[at_] - '0'), UINT32_MAX);
    }
    return uint32_t(value);
  }

 private:
  std::string_view bytes_;
  Bytes file_;
  size_t at_;
};

/// What is before the pixels.
struct Start {
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t largest = 1;  ///< the largest value
  size_t pixels = 0;     ///< where they begin
};

Start ReadStart(std::string_view bytes) {
  Numbers numbers(bytes, 2);
  Start start = {.width = numbers.Next(), .height = numbers.Next()};
  if (!KindOf(bytes).bits) start.largest = numbers.Next();
  if (start.largest == 0 || start.largest > 65535) {
    numbers.File().Damaged("its largest value is not in 1 to 65535");
  }
  start.pixels = numbers.At() + 1;
  return start;
}

size_t RowBytes(const Kind& kind, const Start& start) {
  if (kind.bits) return (size_t{start.width} + 7) / 8;
  return size_t{start.width} * (kind.colour ? 3 : 1) * (start.largest > 255 ? 2 : 1);
}

/// Values of 8 bits of one row, from text.
void ReadText(const Kind& kind, uint32_t largest, Numbers* numbers, std::string* row) {
  for (char& value : *row) {
    if (kind.bits) {
      value = char(numbers->Next(1) == 0 ? UINT8_MAX : 0);
    } else {
      const uint32_t number = std::min(numbers->Next(), largest);
      value = char(largest > 255 ? number >> 8 : number * 255 / largest);
    }
  }
}

/// The same from bytes. As OpenCV does it, they are not scaled by the largest value.
void ReadBinary(const Kind& kind, uint32_t largest, std::string_view from, std::string* row) {
  const size_t step = largest > 255 ? 2 : 1;  // the upper bits come first
  for (size_t i = 0; i < row->size(); ++i) {
    const bool black = kind.bits && (uint8_t(from[i / 8]) >> (7 - i % 8) & 1) != 0;
    (*row)[i] = kind.bits ? char(black ? 0 : UINT8_MAX) : from[i * step];
  }
}

}  // namespace

Header ReadPnmHeader(std::string_view bytes) {
  const Start start = ReadStart(bytes);
  const Kind kind = KindOf(bytes);
  if (!kind.text) {
    Bytes(bytes, "PNM").Require(start.pixels, RowBytes(kind, start) * start.height);
  }
  Header header;
  header.width = start.width;
  header.height = start.height;
  return header;
}

cv::Mat DecodePnm(std::string_view bytes, const Header& header) {
  const Start start = ReadStart(bytes);
  const Kind kind = KindOf(bytes);
  const size_t row_bytes = RowBytes(kind, start);
  Numbers numbers(bytes, start.pixels);
  cv::Mat image(int(header.height), int(header.width), CV_8UC3);
  std::string row(size_t(image.cols) * (kind.colour ? 3 : 1), '\0');
  for (int y = 0; y < image.rows; ++y) {
    if (kind.text) {
      ReadText(kind, start.largest, &numbers, &row);
    } else {
      const size_t at = start.pixels + row_bytes * size_t(y);
      ReadBinary(kind, start.largest, numbers.File().Part(at, row_bytes), &row);
    }
    auto* to = image.ptr<cv::Vec3b>(y);
    for (int x = 0; x < image.cols; ++x) {
      for (int c = 0; c < 3; ++c) to[x][2 - c] = uchar(row[size_t(kind.colour ? 3 * x + c : x)]);
    }
  }
  return image;
}

}  // namespace fastdeploy::images
