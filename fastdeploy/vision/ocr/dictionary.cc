// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/dictionary.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/vision/internal/font.h"

namespace fastdeploy::vision::ocr {
namespace {

// Bounds that no real dictionary meets.
constexpr size_t kMaxBytes = 16 << 20;
constexpr size_t kMaxCharacterBytes = 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

[[noreturn]] void Fail(const std::string& source, const std::string& reason) {
  throw Error(ErrorKind::kInvalidFile,
              fmt::format("character dictionary '{}': {}", source, reason));
}

bool IsUtf8(std::string_view text) {
  if (std::ranges::all_of(text, [](char byte) { return static_cast<signed char>(byte) >= 0; })) {
    return true;
  }
  // DecodeUtf8 puts U+FFFD in place of bytes that are not UTF-8.
  size_t written = 0;
  for (size_t at = text.find(kReplacement); at != std::string_view::npos;
       at = text.find(kReplacement, at + kReplacement.size())) {
    ++written;
  }
  const std::u32string decoded = DecodeUtf8(text);
  return static_cast<size_t>(std::ranges::count(decoded, U'\uFFFD')) == written;
}

std::string Hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes.substr(0, 8)) {
    text += fmt::format("{}{:02X}", text.empty() ? "" : " ", static_cast<unsigned char>(byte));
  }
  return text;
}

}  // namespace

Dictionary::Dictionary(std::vector<std::string> characters, std::string source)
    : characters_(std::move(characters)), source_(std::move(source)) {
  for (size_t i = 0; i < characters_.size(); ++i) {
    const std::string& character = characters_[i];
    if (character.size() > kMaxCharacterBytes) {
      Fail(source_, fmt::format("line {} is longer than {} bytes", i + 1, kMaxCharacterBytes));
    }
    if (!IsUtf8(character)) {
      Fail(source_, fmt::format("line {} is not UTF-8: bytes {}. Save the file as UTF-8", i + 1,
                                Hex(character)));
    }
  }
  // Some files list the blank.
  if (!characters_.empty() && characters_.front() == "blank") {
    characters_.erase(characters_.begin());
  }
}

Dictionary Dictionary::FromFile(const std::string& path) {
  Dictionary dictionary = FromLines(ReadTextFile(path), path);
  if (dictionary.Empty()) Fail(path, "expected one character a line, found an empty file");
  return dictionary;
}

Dictionary Dictionary::FromLines(std::string_view lines, const std::string& source) {
  if (lines.size() > kMaxBytes) {
    Fail(source, fmt::format("expected at most {} bytes, found {}", kMaxBytes, lines.size()));
  }
  if (lines.starts_with("\xFF\xFE") || lines.starts_with("\xFE\xFF")) {
    Fail(source, "expected UTF-8, found the byte order mark of UTF-16. Save the file as UTF-8");
  }
  if (lines.starts_with(kByteOrderMark)) lines.remove_prefix(kByteOrderMark.size());
  std::vector<std::string> characters;
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    std::string_view line = lines.substr(0, end);
    while (line.ends_with('\r')) line.remove_suffix(1);
    characters.emplace_back(line);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  return {std::move(characters), source};
}

std::vector<std::string> Dictionary::ClassesOf(size_t classes,
                                               const std::vector<std::string>& before,
                                               const std::vector<std::string>& after,
                                               const std::string& model) const {
  const size_t special = before.size() + after.size();
  const size_t with_space = special + 1;
  size_t used = Size();
  while (used > 0 && used + with_space > classes && characters_[used - 1].empty()) --used;
  if (used + with_space != classes) used = Size();
  if (classes != used + special && classes != used + with_space) {
    const auto empty = std::ranges::count(characters_, std::string());
    throw Error(
        ErrorKind::kInvalidArgument,
        fmt::format("character dictionary '{}' has {} characters{}, but the model{} has {} "
                    "classes: it needs {} (or {} including the space)",
                    source_, Size(), empty == 0 ? "" : fmt::format(" ({} of them empty)", empty),
                    model.empty() ? "" : fmt::format(" {}", model), classes,
                    std::max(classes, with_space) - with_space,
                    std::max(classes, special) - special));
  }
  std::vector<std::string> texts = before;
  texts.insert(texts.end(), characters_.begin(),
               characters_.begin() + static_cast<std::ptrdiff_t>(used));
  if (classes == used + with_space) texts.emplace_back(" ");
  texts.insert(texts.end(), after.begin(), after.end());
  return texts;
}

}  // namespace fastdeploy::vision::ocr
