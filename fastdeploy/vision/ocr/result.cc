// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/result.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/vision/internal/json.h"

namespace fastdeploy::vision {
namespace {

std::string BoxText(const std::array<int, 8>& box) {
  return fmt::format("[[{},{}],[{},{}],[{},{}],[{},{}]]", box[0], box[1], box[2], box[3], box[4],
                     box[5], box[6], box[7]);
}

}  // namespace

void OCRResult::Clear() { *this = {}; }

std::string OCRResult::Str() const {
  const size_t lines = std::max({boxes.size(), text.size(), cls_labels.size()});
  const bool table = !table_boxes.empty() || !table_structure.empty() || !table_html.empty();
  if (lines == 0 && !table) return "No Results!";
  std::string out;
  for (size_t i = 0; i < lines; ++i) {
    if (i < boxes.size()) out += "det boxes: " + BoxText(boxes[i]);
    if (i < text.size() && i < rec_scores.size()) {
      out += fmt::format("rec text: {} rec score:{:.6f} ", text[i], rec_scores[i]);
    }
    if (i < cls_labels.size() && i < cls_scores.size()) {
      out += fmt::format("cls label: {} cls score: {:.6f}", cls_labels[i], cls_scores[i]);
    }
    out += "\n";
  }
  for (const auto& box : table_boxes) out += "table boxes: " + BoxText(box) + "\n";
  if (!table_structure.empty()) {
    out += "\ntable structure: \n";
    for (const std::string& token : table_structure) out += token;
  }
  if (!table_html.empty()) out += "\ntable html: \n" + table_html;
  return out;
}

std::string ToJson(const OCRResult& result) {
  nlohmann::ordered_json json = {{"boxes", result.boxes},
                                 {"text", result.text},
                                 {"rec_scores", result.rec_scores},
                                 {"cls_scores", result.cls_scores},
                                 {"cls_labels", result.cls_labels}};
  if (!result.words.empty()) json["words"] = result.words;
  if (!result.word_boxes.empty()) json["word_boxes"] = result.word_boxes;
  if (result.page_angle) json["page_angle"] = *result.page_angle;
  if (!result.table_boxes.empty()) json["table_boxes"] = result.table_boxes;
  if (!result.table_structure.empty()) json["table_structure"] = result.table_structure;
  if (!result.table_html.empty()) json["table_html"] = result.table_html;
  return DumpJson(json);
}

}  // namespace fastdeploy::vision
