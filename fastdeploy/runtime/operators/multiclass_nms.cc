// SPDX-License-Identifier: Apache-2.0
//
// The order of operations and the use of float32 are those of Paddle 2.6's kernel
// (paddle/phi/kernels/cpu/multiclass_nms3_kernel.cc), so that results are equal to the bit.

#include "fastdeploy/runtime/operators/multiclass_nms.h"

#include <algorithm>
#include <bit>
#include <cstdint>

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

/// Whether a limit on a number of things is reached; a negative one never is.
bool Reached(size_t size, int limit) { return limit >= 0 && size >= static_cast<size_t>(limit); }

/// The boxes of all classes whose score is high enough, a piece at a time, the best first. Scores
/// are counted by their leading bits, so that the many candidates that nobody asks for are neither
/// stored nor sorted.
class Candidates {
 public:
  Candidates(const NmsInput& input, const NmsAttributes& attributes)
      : input_(input), attributes_(attributes), counts_(kBuckets) {
    ForEach([&](const NmsSelection& candidate) { ++counts_[Bucket(candidate.score)]; });
  }

  /// At least `wanted` of those that are left, in order, or all of them.
  const std::vector<NmsSelection>& Next(size_t wanted) {
    const size_t end = first_;
    size_t count = 0;
    while (first_ > 0 && count < wanted) count += counts_[--first_];
    piece_.clear();
    if (count == 0) return piece_;
    ForEach([&](const NmsSelection& candidate) {
      const size_t bucket = Bucket(candidate.score);
      if (bucket >= first_ && bucket < end) piece_.push_back(candidate);
    });
    std::ranges::sort(piece_, Better);
    return piece_;
  }

 private:
  static constexpr int kBits = 14;
  static constexpr size_t kBuckets = size_t{1} << kBits;

  /// A better score never has a lower bucket, and equal ones (0 and -0) have the same.
  static size_t Bucket(float score) {
    constexpr uint32_t kSign = uint32_t{1} << 31;
    const auto bits = std::bit_cast<uint32_t>(score + 0.0F);
    const uint32_t ordered = (bits & kSign) != 0 ? ~bits : bits | kSign;
    return ordered >> (32 - kBits);
  }

  template <typename Call>
  void ForEach(const Call& call) const {
    for (size_t label = 0; label < input_.classes; ++label) {
      if (static_cast<int>(label) == attributes_.background_label) continue;
      for (size_t box = 0; box < input_.count; ++box) {
        const float score = input_.Score(box, label);
        if (score > attributes_.score_threshold) {
          call({.label = static_cast<int>(label), .box = box, .score = score});
        }
      }
    }
  }

  const NmsInput& input_;
  const NmsAttributes& attributes_;
  std::vector<uint32_t> counts_;
  size_t first_ = kBuckets;  ///< the buckets from here on were asked for
  std::vector<NmsSelection> piece_;
};

/// What is known of one class so far: the boxes that were kept.
struct KeptOfClass {
  std::vector<float> boxes = {};  ///< copies, one beside the other
  float threshold = 0;
  size_t seen = 0;  ///< how many candidates were looked at
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
  Candidates candidates(input, attributes);
  std::vector<KeptOfClass> classes(input.classes, {.threshold = attributes.nms_threshold});
  std::vector<NmsSelection> kept;
  for (size_t wanted = 1024; !Reached(kept.size(), attributes.keep_top_k); wanted *= 2) {
    const std::vector<NmsSelection>& piece = candidates.Next(wanted);
    if (piece.empty()) break;
    for (const NmsSelection& candidate : piece) {
      const auto label = static_cast<size_t>(candidate.label);
      KeptOfClass& own = classes[label];
      if (Reached(own.seen++, attributes.nms_top_k)) continue;
      if (!Keeps(input.Box(candidate.box, label), input.box_size, attributes, &own)) continue;
      kept.push_back(candidate);
      if (Reached(kept.size(), attributes.keep_top_k)) break;
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
