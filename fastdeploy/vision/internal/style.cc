// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/style.h"

#include "fastdeploy/vision/internal/font.h"

namespace fastdeploy::vision {

cv::Vec3b ColourOf(int label) {
  cv::Vec3b colour(0, 0, 0);
  for (int shift = 7; label != 0; --shift, label >>= 3) {
    for (int c = 0; c < 3; ++c) colour[c] |= static_cast<uint8_t>((label >> c & 1) << shift);
  }
  return colour;
}

std::string AsciiOf(const std::string& text) {
  std::string ascii;
  for (const char32_t letter : DecodeUtf8(text)) {
    ascii += letter >= ' ' && letter <= '~' ? static_cast<char>(letter) : '?';
  }
  return ascii;
}

}  // namespace fastdeploy::vision
