// SPDX-License-Identifier: Apache-2.0
//
// The order of operations and the use of float32 are those of Paddle 2.6's kernel
// (paddle/phi/kernels/cpu/multiclass_nms3_kernel.cc), so that results are equal to the bit.

#include "fastdeploy/runtime/operators/multiclass_nms.h"

#include <algorithm>

#include "fastdeploy/runtime/operators/internal/box_overlap.h"

namespace fastdeploy {
namespace {

bool ByScore(const NmsSelection& a, const NmsSelection& b) { return a.score > b.score; }

void Limit(int count, std::vector<NmsSelection>* selections) {
  if (count > -1 && static_cast<size_t>(count) < selections->size()) {
    selections->resize(static_cast<size_t>(count));
  }
}

/// The boxes of one class that are kept, by descending score.
std::vector<NmsSelection> SuppressClass(const NmsInput& input, int label,
                                        const NmsAttributes& attributes) {
  const auto at = static_cast<size_t>(label);
  std::vector<NmsSelection> candidates;
  for (size_t box = 0; box < input.count; ++box) {
    const float score = input.Score(box, at);
    if (score > attributes.score_threshold)
      candidates.push_back({.label = label, .box = box, .score = score});
  }
  std::stable_sort(candidates.begin(), candidates.end(), ByScore);
  Limit(attributes.nms_top_k, &candidates);
  const float extra = attributes.normalized ? 0.0F : 1.0F;
  float threshold = attributes.nms_threshold;
  std::vector<NmsSelection> kept;
  for (const NmsSelection& candidate : candidates) {
    const float* box = input.Box(candidate.box, at);
    const auto covers = [&](const NmsSelection& other) {
      const float* better = input.Box(other.box, at);
      const float overlap =
          input.box_size == 4 ? BoxOverlap(box, better, extra) : QuadOverlap(box, better);
      return !(overlap <= threshold);
    };
    if (std::any_of(kept.begin(), kept.end(), covers)) continue;
    kept.push_back(candidate);
    if (attributes.nms_eta < 1 && threshold > 0.5F) threshold *= attributes.nms_eta;
  }
  return kept;
}

bool ByLabel(const NmsSelection& a, const NmsSelection& b) { return a.label < b.label; }

bool ByLabelAndBox(const NmsSelection& a, const NmsSelection& b) {
  return a.label != b.label ? a.label < b.label : a.box < b.box;
}

}  // namespace

std::vector<NmsSelection> MulticlassNms(const NmsInput& input, const NmsAttributes& attributes) {
  std::vector<NmsSelection> kept;
  for (int label = 0; static_cast<size_t>(label) < input.classes; ++label) {
    if (label == attributes.background_label) continue;
    std::vector<NmsSelection> more = SuppressClass(input, label, attributes);
    if (!input.SharesBoxes()) std::sort(more.begin(), more.end(), ByLabelAndBox);
    kept.insert(kept.end(), more.begin(), more.end());
  }
  if (attributes.keep_top_k > -1 && kept.size() > static_cast<size_t>(attributes.keep_top_k)) {
    std::stable_sort(kept.begin(), kept.end(), ByScore);
    Limit(attributes.keep_top_k, &kept);
    if (!input.SharesBoxes()) {
      std::sort(kept.begin(), kept.end(), ByLabelAndBox);
    } else {
      std::stable_sort(kept.begin(), kept.end(), ByLabel);
    }
  }
  return kept;
}

}  // namespace fastdeploy
