// SPDX-License-Identifier: Apache-2.0
//
// The order of operations and the use of float32 are those of Paddle 2.6's kernel
// (paddle/phi/kernels/cpu/multiclass_nms3_kernel.cc), so that results are equal to the bit.

#include "fastdeploy/runtime/operators/multiclass_nms.h"

#include <algorithm>

#include "fastdeploy/runtime/operators/internal/box_overlap.h"

namespace fastdeploy {
namespace {

/// The order in which the candidates of all classes are looked at: Paddle sorts by score and keeps
/// the order of equal scores.
bool Better(const NmsSelection& a, const NmsSelection& b) {
  if (a.score != b.score) return a.score > b.score;
  return a.label != b.label ? a.label < b.label : a.box < b.box;
}

bool ByLabel(const NmsSelection& a, const NmsSelection& b) { return a.label < b.label; }

bool ByLabelAndBox(const NmsSelection& a, const NmsSelection& b) {
  return a.label != b.label ? a.label < b.label : a.box < b.box;
}

/// A limit of `count` (negative: none) on a number of things.
size_t Limited(size_t size, int count) {
  return count < 0 ? size : std::min(size, static_cast<size_t>(count));
}

/// The best `nms_top_k` boxes of every class whose score is high enough, in no order.
std::vector<NmsSelection> Candidates(const NmsInput& input, const NmsAttributes& attributes) {
  std::vector<NmsSelection> candidates;
  for (size_t label = 0; label < input.classes; ++label) {
    if (static_cast<int>(label) == attributes.background_label) continue;
    const size_t others = candidates.size();
    for (size_t box = 0; box < input.count; ++box) {
      const float score = input.Score(box, label);
      if (score > attributes.score_threshold) {
        candidates.push_back({.label = static_cast<int>(label), .box = box, .score = score});
      }
    }
    const size_t most = Limited(candidates.size() - others, attributes.nms_top_k);
    const auto first = candidates.begin() + static_cast<std::ptrdiff_t>(others);
    std::nth_element(first, first + static_cast<std::ptrdiff_t>(most), candidates.end(), Better);
    candidates.resize(others + most);
  }
  return candidates;
}

/// The boxes of one class that were kept so far.
struct KeptOfClass {
  std::vector<float> boxes = {};  ///< copies, one beside the other
  float threshold = 0;
};

/// Whether a box is kept beside the better ones of its class; if so, it is added to them.
bool Keeps(const float* box, size_t box_size, const NmsAttributes& attributes, KeptOfClass* kept) {
  const float extra = attributes.normalized ? 0.0F : 1.0F;
  for (size_t at = 0; at < kept->boxes.size(); at += box_size) {
    const float* better = kept->boxes.data() + at;
    const float overlap = box_size == 4 ? BoxOverlap(box, better, extra) : QuadOverlap(box, better);
    if (!(overlap <= kept->threshold)) return false;
  }
  kept->boxes.insert(kept->boxes.end(), box, box + box_size);
  if (attributes.nms_eta < 1 && kept->threshold > 0.5F) kept->threshold *= attributes.nms_eta;
  return true;
}

}  // namespace

// Paddle suppresses class by class and takes the best of what all classes keep. Here the candidates
// of all classes are looked at together, the best first, which ends with the last one that is kept:
// whether a box is kept depends only on better boxes of its class.
std::vector<NmsSelection> MulticlassNms(const NmsInput& input, const NmsAttributes& attributes) {
  std::vector<NmsSelection> candidates = Candidates(input, attributes);
  std::vector<KeptOfClass> classes(input.classes, {.threshold = attributes.nms_threshold});
  const size_t most = Limited(candidates.size(), attributes.keep_top_k);
  std::vector<NmsSelection> kept;
  auto next = candidates.begin();
  for (ptrdiff_t piece = 1024; next != candidates.end() && kept.size() < most; piece *= 2) {
    // Sorted piece by piece, as most candidates are never looked at.
    const auto end = next + std::min(piece, candidates.end() - next);
    std::nth_element(next, end, candidates.end(), Better);
    std::sort(next, end, Better);
    for (; next != end && kept.size() < most; ++next) {
      const auto label = static_cast<size_t>(next->label);
      if (Keeps(input.Box(next->box, label), input.box_size, attributes, &classes[label])) {
        kept.push_back(*next);
      }
    }
  }
  if (input.SharesBoxes()) {
    std::stable_sort(kept.begin(), kept.end(), ByLabel);
  } else {
    std::sort(kept.begin(), kept.end(), ByLabelAndBox);
  }
  return kept;
}

}  // namespace fastdeploy
