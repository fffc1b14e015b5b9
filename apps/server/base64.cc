// SPDX-License-Identifier: Apache-2.0
#include "apps/server/base64.h"

#include <array>
#include <cstdint>

#include "apps/server/http.h"

namespace fastdeploy::server {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNone = 0xFF;

constexpr std::array<uint8_t, 256> Values() {
  std::array<uint8_t, 256> values = {};
  values.fill(kNone);
  for (size_t i = 0; i < kDigits.size(); ++i) values.at(uint8_t(kDigits[i])) = uint8_t(i);
  return values;
}

}  // namespace

std::string DecodedBase64(std::string_view text) {
  static constexpr std::array<uint8_t, 256> kValues = Values();
  constexpr std::string_view kMark = ";base64,";
  if (text.starts_with("data:")) {
    const size_t mark = text.substr(0, 256).find(kMark);
    if (mark != text.npos) text.remove_prefix(mark + kMark.size());
  }
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 3);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const uint8_t value = kValues.at(uint8_t(c));
    if (value == kNone) throw HttpError(400, "expected base64, found other characters in it");
    bits = bits << 6U | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += char(bits >> unsigned(count) & 0xFFU);
  }
  if (count == 6) throw HttpError(400, "expected base64, found a text that was cut off");
  return bytes;
}

std::string EncodedBase64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) bits = bits << 8U | (k < group.size() ? uint8_t(group[k]) : 0U);
    for (size_t k = 0; k < 4; ++k) {
      text += k <= group.size() ? kDigits[bits >> (18 - 6 * k) & 0x3FU] : '=';
    }
  }
  return text;
}

}  // namespace fastdeploy::server
