// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <string_view>
#include <vector>

// Small picture files for tests, byte by byte where OpenCV does not write what is needed.
namespace fastdeploy::images::testing {

inline std::string Little(uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += char(number >> (8 * i) & 0xFF);
  return text;
}

inline std::string Big(uint64_t number, int bytes) {
  const std::string little = Little(number, bytes);
  return {little.rbegin(), little.rend()};
}

inline std::string Encode(const std::string& ending, const cv::Mat& image,
                          const std::vector<int>& parameters = {}) {
  std::vector<uchar> encoded;
  cv::imencode(ending, image, encoded, parameters);
  return {encoded.begin(), encoded.end()};
}

/// Bytes of all values, always the same ones.
inline std::string Noise(size_t size) {
  std::string bytes;
  for (uint32_t state = 1; bytes.size() < size; state = state * 1664525 + 1013904223) {
    bytes += char(state >> 24);
  }
  return bytes;
}

/// A BMP of 7 x 3 pixels, or of 7 x -3. `pixels`: noise if empty.
inline std::string Bmp(int bits, int compression = 0, const std::string& between = "",
                       std::string pixels = "", int height = 3, int length = 40) {
  if (pixels.empty()) pixels = Noise(size_t(7 * bits + 31) / 32 * 4 * 3);
  const std::string header = Little(length, 4) + Little(7, 4) + Little(uint32_t(height), 4) +
                             Little(1, 2) + Little(bits, 2) + Little(compression, 4) +
                             Little(pixels.size(), 4) + std::string(16, '\0');
  const size_t start = 14 + header.size() + between.size();
  return "BM" + Little(start + pixels.size(), 4) + Little(0, 4) + Little(start, 4) + header +
         between + pixels;
}

/// Exif with an orientation and nothing else.
inline std::string Exif(int orientation) {
  return "II*" + Little(0, 1) + Little(8, 4) + Little(1, 2) + Little(0x112, 2) + Little(3, 2) +
         Little(1, 4) + Little(orientation, 4) + Little(0, 4);
}

inline std::string JpegWithExif(const cv::Mat& image, int orientation) {
  std::string file = Encode(".jpg", image, {cv::IMWRITE_JPEG_QUALITY, 100});
  const std::string exif = "Exif" + Little(0, 2) + Exif(orientation);
  return file.insert(2, "\xFF\xE1" + Big(exif.size() + 2, 2) + exif);
}

inline std::string PngChunk(const std::string& name, const std::string& contents) {
  uint32_t sum = ~0U;
  for (const unsigned char byte : name + contents) {
    sum ^= byte;
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (0xEDB88320U & (0U - (sum & 1)));
  }
  return Big(contents.size(), 4) + name + contents + Big(~sum, 4);
}

/// A PNG with another chunk after its header.
inline std::string PngWith(const cv::Mat& image, const std::string& chunk) {
  return Encode(".png", image).insert(33, chunk);
}

inline std::string RiffChunk(const std::string& name, const std::string& contents) {
  return name + Little(contents.size(), 4) + contents + std::string(contents.size() % 2, '\0');
}

/// A WebP of several chunks. `flags`: 2 for animation, 8 for Exif.
inline std::string Webp(const cv::Size& size, int flags, const std::string& chunks) {
  const std::string header =
      Little(flags, 4) + Little(size.width - 1, 3) + Little(size.height - 1, 3);
  return RiffChunk("RIFF", "WEBP" + RiffChunk("VP8X", header) + chunks);
}

/// The chunk with the pixels of a picture, without loss.
inline std::string WebpPixels(const cv::Mat& image) {
  constexpr int kLossless = 101;
  return Encode(".webp", image, {cv::IMWRITE_WEBP_QUALITY, kLossless}).substr(12);
}

inline std::string AnimatedWebp(const std::vector<cv::Mat>& frames) {
  std::string chunks = RiffChunk("ANIM", Little(0, 6));
  for (const cv::Mat& frame : frames) {
    chunks +=
        RiffChunk("ANMF", Little(0, 6) + Little(frame.cols - 1, 3) + Little(frame.rows - 1, 3) +
                              Little(100, 3) + Little(0, 1) + WebpPixels(frame));
  }
  return Webp(frames.at(0).size(), 2, chunks);
}

/// One frame of a GIF: colours of a palette of four, row by row.
struct GifFrame {
  cv::Rect place;
  std::string colours;
  int disposal = 0;
  int transparent = -1;
};

/// The palette: white, red, green, blue.
inline std::string Gif(const cv::Size& size, const std::vector<GifFrame>& frames) {
  constexpr int kClear = 4;
  constexpr int kEnd = 5;
  std::string file = "GIF89a" + Little(size.width, 2) + Little(size.height, 2) + "\x81" +
                     Little(0, 2) + "\xFF\xFF\xFF\xFF" + Little(0, 3) + "\xFF" + Little(0, 3) +
                     "\xFF";
  for (const GifFrame& frame : frames) {
    file += "!\xF9\x04" + Little(frame.disposal << 2 | (frame.transparent >= 0 ? 1 : 0), 1) +
            Little(0, 2) + Little(frame.transparent < 0 ? 0 : frame.transparent, 1) + Little(0, 1);
    file += "," + Little(frame.place.x, 2) + Little(frame.place.y, 2) +
            Little(frame.place.width, 2) + Little(frame.place.height, 2) + Little(0, 1) + "\x02";
    // Each colour after a code that empties the dictionary: all codes then have 3 bits.
    std::string bits;
    const auto add = [&](int code) {
      for (int bit = 0; bit < 3; ++bit) bits += char(code >> bit & 1);
    };
    for (const char colour : frame.colours) add(kClear), add(colour);
    add(kEnd);
    std::string data((bits.size() + 7) / 8, '\0');
    for (size_t i = 0; i < bits.size(); ++i) data[i / 8] = char(data[i / 8] | bits[i] << i % 8);
    file += Little(data.size(), 1) + data + Little(0, 1);
  }
  return file + ";";
}

/// A page of a TIFF; the pixels have 3 or 4 channels and are stored as they are (RGB).
struct TiffPage {
  cv::Mat pixels;
  int orientation = 1;
  int kind = 0;  ///< 1: a small copy of another page
};

inline std::string Tiff(const std::vector<TiffPage>& pages) {
  std::string file = "II*" + Little(0, 1);
  std::string rest;
  for (const TiffPage& page : pages) {
    const size_t start = 8 + rest.size();
    const int channels = page.pixels.channels();
    const size_t size = page.pixels.total() * channels;
    rest.append(reinterpret_cast<const char*>(page.pixels.data), size);
    const auto field = [](int tag, int type, size_t count, size_t value) {
      return Little(tag, 2) + Little(type, 2) + Little(count, 4) + Little(value, 4);
    };
    rest += Little(8, 2) + Little(8, 2) + Little(8, 2) + Little(8, 2);
    const std::string fields = field(254, 4, 1, page.kind) + field(256, 4, 1, page.pixels.cols) +
                               field(257, 4, 1, page.pixels.rows) +
                               field(258, 3, channels, start + size) + field(259, 3, 1, 1) +
                               field(262, 3, 1, 2) + field(273, 4, 1, start) +
                               field(274, 3, 1, page.orientation) + field(277, 3, 1, channels) +
                               field(278, 4, 1, page.pixels.rows) + field(279, 4, 1, size) +
                               (channels == 4 ? field(338, 3, 1, 2) : "");
    const size_t directory = 8 + rest.size();
    if (&page == &pages.front()) file += Little(directory, 4);
    rest += Little(fields.size() / 12, 2) + fields;
    const bool last = &page == &pages.back();
    const size_t next = 12 + rest.size() +  // the next directory follows its page's pixels
                        (last ? 0 : (&page)[1].pixels.total() * (&page)[1].pixels.channels() + 8);
    rest += Little(last ? 0 : next, 4);
  }
  return file + rest;
}

}  // namespace fastdeploy::images::testing
