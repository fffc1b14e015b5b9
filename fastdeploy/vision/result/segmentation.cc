// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/result/segmentation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

namespace fastdeploy::vision {
namespace {

constexpr size_t kRowsShown = 10;
constexpr size_t kColumnsShown = 10;

/// The first hundred values in ten lines, whatever the width of the map: 1.x prints it so.
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

std::string SegmentationResult::Str() const {
  std::string text =
      "SegmentationResult Image masks 10 rows x 10 cols: \n" + FirstValues(label_map, "{}");
  if (contain_score_map) {
    text += "SegmentationResult Score map 10 rows x 10 cols: \n" + FirstValues(score_map, "{:.6f}");
  }
  return text + fmt::format("result shape is: [{}]", fmt::join(shape, " "));
}

void MattingResult::Clear() { *this = {}; }

std::string MattingResult::Str() const {
  const auto [least, greatest] = std::minmax_element(alpha.begin(), alpha.end());
  const double sum = std::accumulate(alpha.begin(), alpha.end(), 0.0);
  const bool none = alpha.empty();
  return fmt::format(
      "MattingResult[Foreground({}), Alpha(Numel({}), Shape({}), Min({:.6f}), Max({:.6f}), "
      "Mean({:.6f}))]\n",
      contain_foreground, alpha.size(), fmt::join(shape, ","), none ? 0.0F : *least,
      none ? 0.0F : *greatest, none ? 0.0 : sum / static_cast<double>(alpha.size()));
}

std::string ToJson(const SegmentationResult& result) {
  return nlohmann::ordered_json({{"label_map", result.label_map},
                                 {"score_map", result.score_map},
                                 {"shape", result.shape},
                                 {"contain_score_map", result.contain_score_map}})
      .dump();
}

std::string ToJson(const MattingResult& result) {
  return nlohmann::ordered_json({{"alpha", result.alpha},
                                 {"foreground", result.foreground},
                                 {"shape", result.shape},
                                 {"contain_foreground", result.contain_foreground}})
      .dump();
}

}  // namespace fastdeploy::vision
