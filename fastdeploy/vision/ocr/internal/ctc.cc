// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/ctc.h"

#include <algorithm>
#include <array>

namespace fastdeploy::vision::ocr {

size_t ArgMax(std::span<const float> values) {
  // First the maximum, in independent lanes that the compiler keeps in vector registers, then its
  // index. A recogniser has up to 18,710 classes per step.
  constexpr size_t kLanes = 16;
  std::array<float, kLanes> lanes;
  lanes.fill(values[0]);
  size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] = values[i + lane] > lanes[lane] ? values[i + lane] : lanes[lane];
    }
  }
  float best = *std::max_element(lanes.begin(), lanes.end());
  for (; i < values.size(); ++i) best = std::max(best, values[i]);
  return static_cast<size_t>(std::find(values.begin(), values.end(), best) - values.begin());
}

DecodedText DecodeCtc(std::span<const float> probabilities, const std::vector<std::string>& classes,
                      std::vector<DecodedCharacter>* characters) {
  DecodedText decoded;
  double sum = 0;
  size_t kept = 0;
  size_t previous = 0;
  for (size_t start = 0; start < probabilities.size(); start += classes.size()) {
    const auto step = probabilities.subspan(start, classes.size());
    const size_t best = ArgMax(step);
    if (best != 0 && best != previous) {
      decoded.text += classes[best];
      if (characters != nullptr) characters->push_back({best, start / classes.size()});
      sum += step[best];
      ++kept;
    }
    previous = best;
  }
  decoded.score = kept == 0 ? 0 : static_cast<float>(sum / static_cast<double>(kept));
  return decoded;
}

}  // namespace fastdeploy::vision::ocr
