// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/words.h"

#include <algorithm>
#include <cmath>

#include "fastdeploy/vision/internal/font.h"
#include "fastdeploy/vision/ocr/internal/text_order.h"

namespace fastdeploy::vision::ocr {
namespace {

enum class Kind { kIdeograph, kLetter, kOther };

struct Character {
  std::string_view text;
  char32_t code = 0;  ///< the first
  double step = 0;
};

/// Characters of one kind that follow each other.
struct Group {
  Kind kind = Kind::kOther;
  std::vector<Character> characters;
};

bool IsDigit(char32_t code) { return code >= U'0' && code <= U'9'; }

Kind KindOf(char32_t code) {
  if (code >= 0x4E00 && code <= 0x9FFF) return Kind::kIdeograph;
  return IsLetterOrDigit(code) ? Kind::kLetter : Kind::kOther;
}

std::vector<Group> GroupsOf(std::span<const Character> line) {
  std::vector<Group> groups;
  for (size_t i = 0; i < line.size(); ++i) {
    Kind kind = KindOf(line[i].code);
    const bool in_word = !groups.empty() && groups.back().kind == Kind::kLetter;
    const bool number = i + 1 < line.size() && IsDigit(line[i + 1].code);
    if (in_word && (line[i].code == U'-' || (line[i].code == U'.' && number))) kind = Kind::kLetter;
    if (groups.empty() || groups.back().kind != kind) groups.push_back({kind, {}});
    groups.back().characters.push_back(line[i]);
  }
  return groups;
}

/// The mean width of an ideograph: from the distances of those that follow each other, or, if none
/// do, as if all characters of the line were equally wide.
double WidthOfIdeographs(std::span<const Group> groups, double cell, int length, size_t all) {
  double sum = 0;
  size_t runs = 0;
  for (const Group& group : groups) {
    if (group.kind != Kind::kIdeograph || group.characters.size() < 2) continue;
    const double steps = group.characters.back().step - group.characters.front().step + 1;
    sum += steps * cell / static_cast<double>(group.characters.size() - 1);
    ++runs;
  }
  return runs > 0 ? sum / static_cast<double>(runs)
                  : double(length) / static_cast<double>(std::max<size_t>(all, 1));
}

}  // namespace

std::vector<LineSteps> StepsOf(std::span<const Geometry> lines, size_t steps) {
  const auto ratio = [](const cv::Size& size) { return double(size.width) / size.height; };
  double widest = 0;
  for (const Geometry& line : lines) widest = std::max(widest, ratio(line.original));
  std::vector<LineSteps> found;
  for (const Geometry& line : lines) {
    // The tensor is as wide as the widest line, unless all are narrower or it squeezes long ones.
    const cv::Size& tensor = line.prepared;
    const bool fits = static_cast<int>(tensor.height * widest) == tensor.width;
    if (line.scaled.width > std::ceil(tensor.height * ratio(line.original))) {  // stretched
      found.push_back({static_cast<double>(steps), line.original.width});
      continue;
    }
    const double share = ratio(line.original) / (fits ? widest : ratio(tensor));
    found.push_back({static_cast<double>(steps) * std::min(share, 1.0), line.original.width});
  }
  return found;
}

std::vector<Word> WordsOf(std::span<const DecodedCharacter> characters,
                          const std::vector<std::string>& classes, const LineSteps& steps) {
  std::vector<Character> line;
  for (const DecodedCharacter& one : characters) {
    const std::string& text = classes[one.index];
    if (text.empty()) continue;
    line.push_back({text, DecodeUtf8(text).front(), static_cast<double>(one.step)});
  }
  const std::vector<Group> groups = GroupsOf(line);
  const double cell = steps.length / steps.count;
  const double width = WidthOfIdeographs(groups, cell, steps.length, line.size());
  std::vector<Word> words;
  const auto add = [&](std::string text, int start, int end) {
    words.push_back(
        {std::move(text), std::clamp(start, 0, steps.length), std::clamp(end, 0, steps.length)});
  };
  for (const Group& group : groups) {
    if (group.kind == Kind::kIdeograph) {
      for (const Character& one : group.characters) {
        const double centre = (one.step + 0.5) * cell;
        add(std::string(one.text), static_cast<int>(centre - width / 2),
            static_cast<int>(centre + width / 2));
      }
      continue;
    }
    std::string text;
    for (const Character& one : group.characters) text += one.text;
    add(std::move(text), static_cast<int>(group.characters.front().step * cell),
        static_cast<int>((group.characters.back().step + 1) * cell));
  }
  return words;
}

}  // namespace fastdeploy::vision::ocr
