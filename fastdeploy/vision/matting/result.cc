// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/matting/result.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "fastdeploy/vision/internal/json.h"

namespace fastdeploy::vision {

void MattingResult::Clear() { *this = {}; }

void MattingResult::Reserve(int size) {
  const auto count = static_cast<size_t>(size);
  alpha.reserve(count);
  if (contain_foreground) foreground.reserve(3 * count);
}

void MattingResult::Resize(int size) {
  const auto count = static_cast<size_t>(size);
  alpha.resize(count);
  if (contain_foreground) foreground.resize(3 * count);
}

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

std::string ToJson(const MattingResult& result) {
  return DumpJson({{"alpha", result.alpha},
                   {"foreground", result.foreground},
                   {"shape", result.shape},
                   {"contain_foreground", result.contain_foreground}});
}

}  // namespace fastdeploy::vision
