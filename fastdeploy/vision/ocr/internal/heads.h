// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/vision/internal/yaml.h"

namespace fastdeploy::vision::ocr {

/// What a class that is no character of the dictionary does to a text.
enum class Token {
  kText,  ///< adds its own text, as in PaddleOCR: "<UKN>"
  kSkip,
  kStop,  ///< ends the line
};

struct SpecialClass {
  std::string_view text;
  Token token = Token::kSkip;
};

/// What a head's output is.
enum class HeadOutput {
  kCtc,        ///< [N, steps, classes]; repeats and blanks are dropped
  kSteps,      ///< [N, steps, classes]; a character a step
  kRows,       ///< [N * steps, classes]; the same
  kTimeFirst,  ///< [steps + 1, N, classes], not normalised; class 0 ends a line
  kIds,        ///< classes [N, steps] and their probabilities [N, steps]; or as kSteps
};

/// How the outputs of a recogniser become text: one of PaddleOCR's classes of
/// ppocr/postprocess/rec_postprocess.py.
struct Head {
  std::string_view name;  ///< PostProcess: name
  HeadOutput output = HeadOutput::kSteps;
  // The classes are `before`, the dictionary, a space (if there is one more class) and `after`.
  // Classes that networks never predict are left out.
  std::vector<SpecialClass> before;
  std::vector<SpecialClass> after = {};
  size_t output_index = 0;  ///< of the output that is read
  size_t first_step = 0;    ///< the steps before it are no characters
  float empty_score = 0;    ///< the score of a line without text

  [[nodiscard]] std::vector<std::string> Before() const;
  [[nodiscard]] std::vector<std::string> After() const;
  /// What class number `index` of `classes` does.
  [[nodiscard]] Token TokenOf(size_t index, size_t classes) const;
};

/// A recogniser of PaddleOCR: the name that --rec_algorithm gives it, and what follows from it.
struct Algorithm {
  std::string_view name;
  const Head* head = nullptr;
  /// How lines are prepared: the operators of PreProcess: transform_ops, as YAML.
  std::string_view preparation;
  bool remove_symbols = false;  ///< PaddleOCR's rm_symbol
};

/// PP-OCR's. Never null.
const Algorithm* DefaultAlgorithm();
/// Throws Error (kInvalidArgument) that lists the names that are known.
const Algorithm* FindAlgorithm(std::string_view name);
/// Whether a PostProcess: name is that of a text recogniser, be it one that is refused.
bool IsRecognizer(std::string_view post_process);
/// Whether an exporter's YAML says how outputs become text: PostProcess: name.
bool NamesHead(const Yaml& yaml);
/// The algorithm that an exporter's YAML describes: PostProcess: name, and the operator that
/// resizes lines. PP-OCR's if it names neither. Throws Error for a name that is not known.
const Algorithm* ReadAlgorithm(const Yaml& yaml);
/// The heads of other algorithms with which a dictionary of this size would fit this number of
/// classes: names of algorithms.
std::vector<std::string_view> FittingAlgorithms(size_t characters, size_t classes);

}  // namespace fastdeploy::vision::ocr
