// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/ir_metadata.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace fastdeploy {
namespace {

constexpr std::string_view kBegin = "<framework>";
constexpr std::string_view kEnd = "</framework>";
constexpr std::string_view kValue = " value=\"";

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

/// An entity, without "&" and ";", as what it stands for. Characters by their numbers are those
/// below 128, since files are in UTF-8; others stay as they are.
std::string Decoded(std::string_view entity) {
  for (const auto& [name, character] : kEntities) {
    if (entity == name) return {character};
  }
  int number = 0;
  const bool hexadecimal = entity.starts_with("#x");
  const std::string_view digits = entity.substr(hexadecimal ? 2 : entity.starts_with('#') ? 1 : 0);
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number, hexadecimal ? 16 : 10);
  if (entity.starts_with('#') && read.ec == std::errc() && read.ptr == end && number > 0 &&
      number < 128) {
    return {static_cast<char>(number)};
  }
  return fmt::format("&{};", entity);
}

/// The text of an attribute.
std::string Unescaped(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const size_t ampersand = text.find('&');
    const size_t semicolon = text.find(';', ampersand);
    if (semicolon == std::string_view::npos) break;
    plain += text.substr(0, ampersand);
    plain += Decoded(text.substr(ampersand + 1, semicolon - ampersand - 1));
    text.remove_prefix(semicolon + 1);
  }
  return plain += text;
}

}  // namespace

std::map<std::string, std::string> ReadIrMetadata(std::string_view xml) {
  std::map<std::string, std::string> metadata;
  const size_t begin = xml.rfind(kBegin);  // in an attribute, "<" would be an entity
  if (begin == std::string_view::npos) return metadata;
  xml.remove_prefix(begin + kBegin.size());
  xml = xml.substr(0, xml.find(kEnd));
  for (size_t open = xml.find('<'); open != std::string_view::npos; open = xml.find('<')) {
    xml.remove_prefix(open + 1);
    const size_t name_end = xml.find(kValue);
    if (name_end == std::string_view::npos) break;
    if (name_end > xml.find('>')) continue;  // an element without a value
    const size_t value_begin = name_end + kValue.size();
    const size_t value_end = xml.find('"', value_begin);
    if (value_end == std::string_view::npos) break;
    metadata[std::string(xml.substr(0, name_end))] =
        Unescaped(xml.substr(value_begin, value_end - value_begin));
    xml.remove_prefix(value_end);
  }
  return metadata;
}

}  // namespace fastdeploy
