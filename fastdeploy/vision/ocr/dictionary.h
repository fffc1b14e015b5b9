// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision::ocr {

/// The characters that a recogniser's classes stand for. Immutable, so that clones can share it.
class FASTDEPLOY_DECL Dictionary {
 public:
  Dictionary() = default;
  /// `characters` are in the order of the model's classes, without blank and space. `source` is the
  /// name of their file, for messages. Throws Error for a character that is not UTF-8.
  Dictionary(std::vector<std::string> characters, std::string source);

  /// Reads a file with one character per line, such as PaddleOCR's ppocr_keys files: UTF-8, with or
  /// without a byte order mark, lines ended as on Linux or Windows; an empty line is a character
  /// without text. Throws Error naming the file and the line; also for more than 16 MiB.
  static Dictionary FromFile(const std::string& path);
  /// Reads text with one character per line.
  static Dictionary FromLines(std::string_view lines, const std::string& source);

  [[nodiscard]] bool Empty() const { return characters_.empty(); }
  [[nodiscard]] size_t Size() const { return characters_.size(); }
  [[nodiscard]] const std::vector<std::string>& Characters() const { return characters_; }
  [[nodiscard]] const std::string& Source() const { return source_; }

  /// The text of every class of a model with this number of classes: class 0 is CTC's blank, then
  /// come the characters, then a space if there is one more class. Empty characters at the end, as
  /// empty lines at the end of a file give, are dropped if the others and the space then fit.
  /// Throws Error, which names the model, if the numbers do not match.
  [[nodiscard]] std::vector<std::string> ClassesOf(size_t classes,
                                                   const std::string& model = "") const {
    return ClassesOf(classes, {""}, {}, model);
  }
  /// The same for a model whose classes begin with those of `before` and end with those of `after`.
  [[nodiscard]] std::vector<std::string> ClassesOf(size_t classes,
                                                   const std::vector<std::string>& before,
                                                   const std::vector<std::string>& after,
                                                   const std::string& model = "") const;

 private:
  std::vector<std::string> characters_;
  std::string source_;
};

}  // namespace fastdeploy::vision::ocr
