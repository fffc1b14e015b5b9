// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace fastdeploy::cli {
namespace {

/// How many letters have to be added, removed or replaced to make one word of the other.
size_t Distance(const std::string& from, const std::string& to) {
  std::vector<size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < from.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < to.size(); ++j) {
      const size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string UnknownCommand(const std::string& given, const std::vector<std::string>& commands) {
  constexpr size_t kFarthest = 3;
  size_t limit = std::min(kFarthest + 1, given.size());  // at least one letter has to be right
  std::string meant;
  for (const std::string& command : commands) {
    const size_t distance = given.size() > 100 ? limit : Distance(given, command);
    if (distance >= limit) continue;
    limit = distance;
    meant = command;
  }
  return fmt::format("unknown command '{}'; {}", given,
                     meant.empty() ? fmt::format("expected {}", fmt::join(commands, ", "))
                                   : fmt::format("did you mean '{}'?", meant));
}

}  // namespace fastdeploy::cli
