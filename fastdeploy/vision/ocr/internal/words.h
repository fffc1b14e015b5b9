// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/vision/ocr/internal/ctc.h"
#include "fastdeploy/vision/transform/geometry.h"

namespace fastdeploy::vision::ocr {

/// A word, and the part of its line in which it is: pixels along the line, from its left end.
struct Word {
  std::string text;
  int start = 0;
  int end = 0;
  friend bool operator==(const Word&, const Word&) = default;
};

/// How the steps of a network lie on a line.
struct LineSteps {
  double count = 0;  ///< steps on the line itself, without those on the padding
  int length = 0;    ///< of the line, in pixels
};

/// The steps of each line of a batch, which the network gave `steps` each.
std::vector<LineSteps> StepsOf(std::span<const Geometry> lines, size_t steps);

/// The words of a line, in its order; together they are all of its characters. A word is an
/// ideograph (U+4E00 to U+9FFF), a run of letters and digits (with "-", and "." before a digit), or
/// a run of others, such as spaces and commas. `classes` are the texts of the characters' classes.
///
/// As PaddleX 3.7 (get_word_info, cal_ocr_word_box), but letters of all scripts are letters, not
/// only those of ASCII, and no word ends beyond its line.
std::vector<Word> WordsOf(std::span<const DecodedCharacter> characters,
                          const std::vector<std::string>& classes, const LineSteps& steps);

}  // namespace fastdeploy::vision::ocr
