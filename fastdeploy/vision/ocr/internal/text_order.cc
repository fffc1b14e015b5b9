// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/text_order.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "fastdeploy/vision/internal/font.h"

namespace fastdeploy::vision::ocr {
namespace {

/// The classes of UAX 9. WS and S also stand for others that are treated alike.
enum class Bidi : uint8_t { kL, kR, kAL, kEN, kES, kET, kAN, kCS, kNSM, kBN, kS, kWS, kON };

struct ClassRange {
  char32_t first;
  char32_t last;
  Bidi bidi;
};

struct Mirror {
  char32_t from;
  char32_t to;
};

#include "fastdeploy/vision/ocr/internal/bidi_tables.inc"

Bidi ClassOf(char32_t code) {
  const auto* const end = std::end(kClasses);
  const auto* const found =
      std::upper_bound(std::begin(kClasses), end, code,
                       [](char32_t value, const ClassRange& range) { return value <= range.last; });
  return found != end && code >= found->first ? found->bidi : Bidi::kL;
}

char32_t Mirrored(char32_t code) {
  const auto* const end = std::end(kMirrors);
  const auto* const found =
      std::lower_bound(std::begin(kMirrors), end, code,
                       [](const Mirror& mirror, char32_t value) { return mirror.from < value; });
  return found != end && found->from == code ? found->to : code;
}

struct Letter {
  char32_t code;
  Bidi original;
  Bidi bidi;
  int level;
};

using Line = std::vector<Letter>;

bool IsNumber(Bidi bidi) { return bidi == Bidi::kEN || bidi == Bidi::kAN; }
bool IsNeutral(Bidi bidi) { return bidi >= Bidi::kS; }
bool IsStrong(Bidi bidi) { return bidi == Bidi::kL || bidi == Bidi::kR || bidi == Bidi::kAL; }

/// P2 and P3: the level of the line, 1 if its first strong character is written to the left.
int BaseLevel(std::u32string_view text) {
  for (const char32_t code : text) {
    const Bidi bidi = ClassOf(code);
    if (IsStrong(bidi)) return bidi == Bidi::kL ? 0 : 1;
  }
  return 0;
}

/// W1 to W3: marks, numbers after Arabic letters, Arabic letters.
void ResolveMarks(Bidi outside, Line* line) {
  Bidi strong = outside;
  Bidi previous = outside;
  for (Letter& letter : *line) {
    if (letter.bidi == Bidi::kNSM) letter.bidi = previous;
    if (letter.bidi == Bidi::kEN && strong == Bidi::kAL) letter.bidi = Bidi::kAN;
    if (IsStrong(letter.bidi)) strong = letter.bidi;
    previous = letter.bidi;
  }
  for (Letter& letter : *line) {
    if (letter.bidi == Bidi::kAL) letter.bidi = Bidi::kR;
  }
}

/// W4 to W6: separators between numbers and signs beside them.
void ResolveSeparators(Line* line) {
  for (size_t i = 1; i + 1 < line->size(); ++i) {
    Bidi& bidi = (*line)[i].bidi;
    const Bidi before = (*line)[i - 1].bidi;
    if (before != (*line)[i + 1].bidi || !IsNumber(before)) continue;
    if (bidi == Bidi::kCS || (bidi == Bidi::kES && before == Bidi::kEN)) bidi = before;
  }
  const auto spread = [](auto begin, auto end) {
    bool beside = false;
    for (auto letter = begin; letter != end; ++letter) {
      if (letter->bidi == Bidi::kET && beside) letter->bidi = Bidi::kEN;
      beside = letter->bidi == Bidi::kEN;
    }
  };
  spread(line->begin(), line->end());
  spread(line->rbegin(), line->rend());
  for (Letter& letter : *line) {
    const Bidi bidi = letter.bidi;
    if (bidi == Bidi::kET || bidi == Bidi::kES || bidi == Bidi::kCS) letter.bidi = Bidi::kON;
  }
}

/// W7: numbers after Latin letters.
void ResolveNumbers(Bidi outside, Line* line) {
  Bidi strong = outside;
  for (Letter& letter : *line) {
    if (letter.bidi == Bidi::kEN && strong == Bidi::kL) letter.bidi = Bidi::kL;
    if (letter.bidi == Bidi::kL || letter.bidi == Bidi::kR) strong = letter.bidi;
  }
}

/// N1 and N2: neutral characters between others.
void ResolveNeutrals(Bidi outside, Line* line) {
  const auto direction = [&](size_t i) {
    return IsNumber((*line)[i].bidi) ? Bidi::kR : (*line)[i].bidi;
  };
  for (size_t i = 0; i < line->size();) {
    size_t end = i;
    while (end < line->size() && IsNeutral((*line)[end].bidi)) ++end;
    if (end == i) {
      ++i;
      continue;
    }
    const Bidi before = i == 0 ? outside : direction(i - 1);
    const Bidi after = end == line->size() ? outside : direction(end);
    for (; i < end; ++i) (*line)[i].bidi = before == after ? before : outside;
  }
}

/// I1, I2 and L1: the levels, which are those of the line for white space at its end.
void SetLevels(int base, Line* line) {
  for (Letter& letter : *line) {
    const bool right = letter.bidi == Bidi::kR;
    const bool left = letter.bidi == Bidi::kL;
    letter.level = base == 0 ? (left ? 0 : right ? 1 : 2) : (right ? 1 : 2);
  }
  bool at_end = true;
  for (size_t i = line->size(); i-- > 0;) {
    Letter& letter = (*line)[i];
    at_end = letter.original == Bidi::kS || (at_end && letter.original == Bidi::kWS);
    if (at_end) letter.level = base;
  }
}

/// L2: reverses every run of letters of the highest level, then of the next ones down to 1.
void Reorder(Line* line) {
  for (int level = 2; level >= 1; --level) {
    const auto lower = [&](const Letter& letter) { return letter.level < level; };
    for (auto start = line->begin(); start != line->end();) {
      start = std::find_if_not(start, line->end(), lower);
      const auto end = std::find_if(start, line->end(), lower);
      std::reverse(start, end);
      start = end;
    }
  }
}

bool IsLatin(char32_t code) {
  if (code > 'z') return false;
  return (code >= 'a') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') ||
         std::u32string_view(U" :*./%+-").find(code) != std::u32string_view::npos;
}

}  // namespace

bool IsLetterOrDigit(char32_t code) {
  const Bidi bidi = ClassOf(code);
  return IsStrong(bidi) || IsNumber(bidi) || bidi == Bidi::kNSM;
}

std::string EncodeUtf8(std::u32string_view text) {
  std::string encoded;
  for (const char32_t code : text) {
    const auto put = [&](char32_t byte) { encoded += static_cast<char>(byte); };
    const auto tail = [&](int shift) { put(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xC0 | (code >> 6));
      tail(0);
    } else if (code < 0x10000) {
      put(0xE0 | (code >> 12));
      tail(6);
      tail(0);
    } else {
      put(0xF0 | (code >> 18));
      tail(12);
      tail(6);
      tail(0);
    }
  }
  return encoded;
}

std::string BidiDisplay(std::string_view text) {
  const std::u32string codes = DecodeUtf8(text);
  const int base = BaseLevel(codes);
  const Bidi outside = base == 0 ? Bidi::kL : Bidi::kR;
  Line line;
  for (const char32_t code : codes) {
    const Bidi bidi = ClassOf(code);
    if (bidi != Bidi::kBN) line.push_back({code, bidi, bidi, base});
  }
  ResolveMarks(outside, &line);
  ResolveSeparators(&line);
  ResolveNumbers(outside, &line);
  ResolveNeutrals(outside, &line);
  SetLevels(base, &line);
  Reorder(&line);
  std::u32string shown;
  for (const Letter& letter : line) {
    shown += letter.level % 2 == 1 ? Mirrored(letter.code) : letter.code;
  }
  return EncodeUtf8(shown);
}

std::string ReverseButLatin(std::string_view text) {
  const std::u32string codes = DecodeUtf8(text);
  std::u32string reversed;
  for (size_t end = codes.size(); end > 0;) {
    size_t start = end - 1;
    while (IsLatin(codes[end - 1]) && start > 0 && IsLatin(codes[start - 1])) --start;
    reversed += codes.substr(start, end - start);
    end = start;
  }
  return EncodeUtf8(reversed);
}

std::string InOrder(std::string_view text, TextOrder order) {
  if (order == TextOrder::kBidi) return BidiDisplay(text);
  if (order == TextOrder::kReversed) return ReverseButLatin(text);
  return std::string(text);
}

}  // namespace fastdeploy::vision::ocr
