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
  if (lines == 0) return "No Results!";
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
  return out;
}

std::string ToJson(const OCRResult& result) {
  return DumpJson({{"boxes", result.boxes},
                   {"text", result.text},
                   {"rec_scores", result.rec_scores},
                   {"cls_scores", result.cls_scores},
                   {"cls_labels", result.cls_labels}});
}

}  // namespace fastdeploy::vision
