// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/result.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fastdeploy/vision/internal/json.h"

namespace fastdeploy::vision {
namespace {

constexpr size_t kRowsShown = 10;
constexpr size_t kColumnsShown = 10;

/// The first hundred values in ten lines, whatever the width of the map, as in 1.x.
template <typename Values>
std::string FirstValues(const Values& values, std::string_view format) {
  std::string text;
  for (size_t row = 0; row < kRowsShown; ++row) {
    text += "[";
    for (size_t column = 0; column < kColumnsShown; ++column) {
      const size_t i = row * kColumnsShown + column;
      if (i < values.size()) text += fmt::format(fmt::runtime(format), values[i]) + ", ";
    }
    text += ".....]\n";
  }
  return text + "...........\n";
}

}  // namespace

void SegmentationResult::Clear() { *this = {}; }

void SegmentationResult::Reserve(int size) {
  const auto count = static_cast<size_t>(size);
  label_map.reserve(count);
  if (contain_score_map) score_map.reserve(count);
}

void SegmentationResult::Resize(int size) {
  const auto count = static_cast<size_t>(size);
  label_map.resize(count);
  if (contain_score_map) score_map.resize(count);
}

std::string SegmentationResult::Str() const {
  std::string text =
      "SegmentationResult Image masks 10 rows x 10 cols: \n" + FirstValues(label_map, "{}");
  if (contain_score_map) {
    text += "SegmentationResult Score map 10 rows x 10 cols: \n" + FirstValues(score_map, "{:.6f}");
  }
  return text + fmt::format("result shape is: [{}]", fmt::join(shape, " "));
}

std::string ToJson(const SegmentationResult& result) {
  return DumpJson({{"label_map", result.label_map},
                   {"score_map", result.score_map},
                   {"shape", result.shape},
                   {"contain_score_map", result.contain_score_map}});
}

}  // namespace fastdeploy::vision
