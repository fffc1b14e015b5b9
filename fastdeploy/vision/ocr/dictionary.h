// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision::ocr {

/// The characters that a recogniser's classes stand for. Immutable, so clones share it.
class FASTDEPLOY_DECL Dictionary {
 public:
  Dictionary() = default;
  /// `characters` in the order of the model's classes, blank and space left out. `source` is their
  /// file, for messages.
  Dictionary(std::vector<std::string> characters, std::string source);

  /// One character a line, as PaddleOCR's ppocr_keys files. Throws Error.
  static Dictionary FromFile(const std::string& path);
  /// One character a line.
  static Dictionary FromLines(std::string_view lines, const std::string& source);

  [[nodiscard]] bool Empty() const { return characters_.empty(); }
  [[nodiscard]] size_t Size() const { return characters_.size(); }
  [[nodiscard]] const std::string& Source() const { return source_; }

  /// The text of every class of a model with so many: class 0 is CTC's blank, then come the
  /// characters, then a space if there is one class more. Throws Error where the counts do not fit.
  [[nodiscard]] std::vector<std::string> ClassesOf(size_t classes) const;

 private:
  std::vector<std::string> characters_;
  std::string source_;
};

}  // namespace fastdeploy::vision::ocr
