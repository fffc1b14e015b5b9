// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fastdeploy::vision::ocr {

/// A recogniser reads a line from left to right. For Arabic the text has to be put in the order in
/// which people read and type it.
enum class TextOrder {
  kAsSeen,    ///< left as it is
  kBidi,      ///< PaddleX, for its Arabic models: python-bidi's get_display
  kReversed,  ///< PaddleOCR 2, for dictionaries with "arabic" in their path: pred_reverse
};

/// The text in this order. UTF-8.
std::string InOrder(std::string_view text, TextOrder order);

/// The Unicode Bidirectional Algorithm (UAX 9) as python-bidi's get_display applies it to a line:
/// rules P2, P3, X9, W1 to W7, N1, N2, I1, I2, L1, L2 and L4; without embeddings, isolates and
/// pairs of brackets. It is its own inverse for text with one direction, so it also turns the order
/// on the picture into the logical one.
std::string BidiDisplay(std::string_view text);

/// Words of Latin letters, digits and " :*./%+-" stay as they are; their order, and that of all
/// other characters, is reversed.
std::string ReverseButLatin(std::string_view text);

/// Whether a character is a letter, a mark on one, or a digit, of any script.
bool IsLetterOrDigit(char32_t code);

/// UTF-8.
std::string EncodeUtf8(std::u32string_view text);

}  // namespace fastdeploy::vision::ocr
