// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pipeline/ppstructure/internal/table_match.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <utility>

#include "fastdeploy/vision/internal/font.h"
#include "fastdeploy/vision/ocr/internal/text_order.h"

namespace fastdeploy::pipeline {
namespace {

double Area(const Edges& box) { return double(box[2] - box[0]) * (box[3] - box[1]); }

/// 1 - intersection over union.
double Apart(const Edges& a, const Edges& b) {
  const int left = std::max(a[0], b[0]);
  const int top = std::max(a[1], b[1]);
  const int right = std::min(a[2], b[2]);
  const int bottom = std::min(a[3], b[3]);
  if (left >= right || top >= bottom) return 1;
  const double common = Area({left, top, right, bottom});
  return 1 - common / (Area(a) + Area(b) - common);
}

/// The distances of the two corners, and the smaller one once more.
double Distance(const Edges& a, const Edges& b) {
  const auto between = [&](size_t i) { return std::abs(double(a[i]) - b[i]); };
  const double first = between(0) + between(1);
  const double second = between(2) + between(3);
  return first + second + std::min(first, second);
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    switch (character) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#x27;";
        break;
      default:
        escaped += character;
    }
  }
  return escaped;
}

/// One of several texts of a cell, without tags of bold text, and with a space behind it unless it
/// is the last.
std::string PartOfCell(const std::string& text, bool last) {
  std::u32string part = vision::DecodeUtf8(text);
  if (part.starts_with(U' ')) part.erase(0, 1);
  if (part.find(U"<b>") != std::u32string::npos) part.erase(0, 3);
  if (part.find(U"</b>") != std::u32string::npos) part.erase(part.size() - 4);
  if (part.empty()) return "";
  if (!last && part.back() != U' ') part += U' ';
  return vision::ocr::EncodeUtf8(part);
}

std::string TextOfCell(const std::vector<size_t>& lines, const std::vector<std::string>& texts) {
  if (lines.size() == 1) return Escaped(texts[lines[0]]);
  std::string cell;
  for (size_t i = 0; i < lines.size(); ++i) {
    cell += Escaped(PartOfCell(texts[lines[i]], i + 1 == lines.size()));
  }
  const bool bold = !lines.empty() && texts[lines[0]] == "<b>";
  return bold ? "<b>" + cell + "</b>" : cell;
}

}  // namespace

Edges EdgesOf(const std::array<int, 8>& box) {
  const auto [left, right] = std::minmax({box[0], box[2], box[4], box[6]});
  const auto [top, bottom] = std::minmax({box[1], box[3], box[5], box[7]});
  return {left, top, right, bottom};
}

Edges LineEdges(const std::array<int, 8>& box, cv::Size image) {
  const auto [left, top, right, bottom] = EdgesOf(box);
  return {std::max(0, left - 1), std::max(0, top - 1), std::min(image.width, right + 1),
          std::min(image.height, bottom + 1)};
}

std::vector<std::vector<size_t>> MatchLines(const std::vector<Edges>& lines,
                                            const std::vector<Edges>& cells) {
  std::vector<std::vector<size_t>> matched(cells.size());
  int top = std::numeric_limits<int>::max();
  for (const Edges& cell : cells) top = std::min(top, cell[1]);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (cells.empty() || lines[i][3] < top) continue;
    size_t best = 0;
    std::pair<double, double> least(std::numeric_limits<double>::max(), 0);
    for (size_t j = 0; j < cells.size(); ++j) {
      const std::pair<double, double> apart(Apart(lines[i], cells[j]),
                                            Distance(lines[i], cells[j]));
      if (apart >= least) continue;
      least = apart;
      best = j;
    }
    matched[best].push_back(i);
  }
  return matched;
}

std::string TableHtml(const std::vector<std::string>& structure,
                      const std::vector<std::vector<size_t>>& matched,
                      const std::vector<std::string>& texts) {
  std::string html;
  size_t cell = 0;
  for (const std::string& tag : structure) {
    if (tag.find("</td>") == std::string::npos) {
      html += tag;
      continue;
    }
    const bool whole = tag == "<td></td>";
    if (whole) html += "<td>";
    if (cell < matched.size()) html += TextOfCell(matched[cell], texts);
    html += whole ? "</td>" : tag;
    ++cell;
  }
  return html;
}

}  // namespace fastdeploy::pipeline
