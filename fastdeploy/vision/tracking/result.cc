// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/result.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fastdeploy/vision/internal/json.h"

namespace fastdeploy::vision {

void MOTResult::Clear() { *this = {}; }

std::string MOTResult::Str() const {
  std::string text = fmt::format(
      "MOTResult:\nall boxes counts: {}\n[xmin\tymin\txmax\tymax\tid\tscore]\n", boxes.size());
  for (size_t i = 0; i < std::min({boxes.size(), ids.size(), scores.size()}); ++i) {
    text += fmt::format("[{}\t{}\t{:.6f}]\n", fmt::join(boxes[i], "\t"), ids[i], scores[i]);
  }
  return text;
}

std::string ToJson(const MOTResult& result) {
  return DumpJson({{"boxes", result.boxes},
                   {"ids", result.ids},
                   {"scores", result.scores},
                   {"class_ids", result.class_ids}});
}

}  // namespace fastdeploy::vision
