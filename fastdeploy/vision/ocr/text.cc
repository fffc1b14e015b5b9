// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/text.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

namespace fastdeploy::vision {
namespace {

constexpr float kTitle = 2.2F;    ///< line heights, in those of the usual line
constexpr float kHeading = 1.5F;  ///< the same
constexpr float kGap = 0.5F;      ///< of paragraphs, the same
constexpr std::string_view kBullets[] = {"\u2022", "\u00B7", "\u25CF"};

using Box = std::array<int, 8>;

float Top(const Box& box) { return float(box[1] + box[3]) / 2; }
float Bottom(const Box& box) { return float(box[5] + box[7]) / 2; }

float Height(const Box& box) {
  const float left = std::hypot(float(box[6] - box[0]), float(box[7] - box[1]));
  const float right = std::hypot(float(box[4] - box[2]), float(box[5] - box[3]));
  return (left + right) / 2;
}

float UsualHeight(const std::vector<Box>& boxes) {
  std::vector<float> heights;
  for (const Box& box : boxes) heights.push_back(Height(box));
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return std::max(*middle, 1.0F);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// "1." and "1)" at the start of a line begin a list: the position of the character that does.
size_t ListMark(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && IsDigit(line[at])) ++at;
  const bool mark = at > 0 && at < line.size() && (line[at] == '.' || line[at] == ')');
  return mark ? at : std::string_view::npos;
}

std::string Escaped(std::string_view line) {
  constexpr std::string_view kAnywhere = "\\`*_[]<>|";
  constexpr std::string_view kFirst = "#+-=~";
  const size_t mark = ListMark(line);
  std::string escaped;
  for (size_t i = 0; i < line.size(); ++i) {
    const bool special = kAnywhere.find(line[i]) != std::string_view::npos || i == mark ||
                         (i == 0 && kFirst.find(line[i]) != std::string_view::npos);
    if (special) escaped += '\\';
    escaped += line[i];
  }
  return escaped;
}

/// A line, with a bullet as Markdown writes it.
std::string Item(std::string_view line) {
  for (const std::string_view bullet : kBullets) {
    if (!line.starts_with(bullet)) continue;
    line.remove_prefix(bullet.size());
    while (line.starts_with(' ')) line.remove_prefix(1);
    return "- " + Escaped(line);
  }
  return Escaped(line);
}

}  // namespace

std::string ToText(const OCRResult& result) {
  std::string text;
  for (size_t i = 0; i < result.text.size(); ++i) {
    text += i == 0 ? "" : "\n";
    text += result.text[i];
  }
  return text;
}

std::string ToMarkdown(const OCRResult& result) {
  if (!result.table_html.empty()) return result.table_html;
  const bool placed = !result.boxes.empty() && result.boxes.size() == result.text.size();
  const float usual = placed ? UsualHeight(result.boxes) : 1;
  std::string text;
  bool after_heading = false;
  for (size_t i = 0; i < result.text.size(); ++i) {
    const float height = placed ? Height(result.boxes[i]) / usual : 1;
    const bool heading = height >= kHeading;
    if (i > 0) {
      bool apart = heading || after_heading;
      if (placed) {
        const float gap = Top(result.boxes[i]) - Bottom(result.boxes[i - 1]);
        // Far below, or far above, which is the next column.
        apart = apart || gap > kGap * usual || gap < -3 * usual;
      }
      text += apart ? "\n\n" : "\n";
    }
    text += heading ? (height >= kTitle ? "# " : "## ") : "";
    text += heading ? Escaped(result.text[i]) : Item(result.text[i]);
    after_heading = heading;
  }
  return text;
}

}  // namespace fastdeploy::vision
