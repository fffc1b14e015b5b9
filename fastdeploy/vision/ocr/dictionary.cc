// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/dictionary.h"

#include <fmt/format.h>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/mapped_file.h"

namespace fastdeploy::vision::ocr {

Dictionary::Dictionary(std::vector<std::string> characters, std::string source)
    : characters_(std::move(characters)), source_(std::move(source)) {
  // Some files list the blank.
  if (!characters_.empty() && characters_.front() == "blank") {
    characters_.erase(characters_.begin());
  }
}

Dictionary Dictionary::FromFile(const std::string& path) {
  Dictionary dictionary = FromLines(ReadTextFile(path), path);
  if (dictionary.Empty()) {
    throw Error(ErrorKind::kInvalidFile, fmt::format("character dictionary '{}' is empty", path));
  }
  return dictionary;
}

Dictionary Dictionary::FromLines(std::string_view lines, const std::string& source) {
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

std::vector<std::string> Dictionary::ClassesOf(size_t classes) const {
  if (classes != Size() + 1 && classes != Size() + 2) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("character dictionary '{}' has {} characters, but the model has {} "
                            "classes: it needs {} (or {} including the space)",
                            source_, Size(), classes, classes - 2, classes - 1));
  }
  std::vector<std::string> texts = {""};
  texts.insert(texts.end(), characters_.begin(), characters_.end());
  if (classes == Size() + 2) texts.emplace_back(" ");
  return texts;
}

}  // namespace fastdeploy::vision::ocr
