// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace fastdeploy {

/// How many letters have to be added, removed or replaced to make one word of the other.
inline size_t EditDistance(const std::string& from, const std::string& to) {
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

/// The choice that was probably meant by a word that is none of them; "" if none is near.
inline std::string Nearest(const std::string& given, const std::vector<std::string>& choices) {
  constexpr size_t kFarthest = 3;
  constexpr size_t kLongest = 100;
  size_t limit = std::min(kFarthest + 1, given.size());  // at least one letter has to be right
  std::string nearest;
  if (given.size() > kLongest) return nearest;
  for (const std::string& choice : choices) {
    const size_t distance = EditDistance(given, choice);
    if (distance >= limit) continue;
    limit = distance;
    nearest = choice;
  }
  return nearest;
}

}  // namespace fastdeploy
