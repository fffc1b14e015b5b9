// SPDX-License-Identifier: Apache-2.0
//
// The order of operations, the use of float32 and float64 and the ways to sort are those of
// Paddle's kernel (paddle/phi/kernels/cpu/generate_proposals_kernel.cc), so that results are equal
// to the bit, those of equal scores included.

#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "fastdeploy/runtime/operators/internal/box_overlap.h"
#include "fastdeploy/runtime/operators/internal/rows.h"

namespace fastdeploy {
namespace {

using Box = std::array<float, 4>;

/// The limit of the logarithm of a box's growth.
const auto kLargestLogScale = static_cast<float>(std::log(1000.0 / 16.0));

struct Proposal {
  Box box = {};
  float score = 0;
};

/// What the network says of one image: values at [channel][y, x].
struct Image {
  const float* scores = nullptr;
  const float* deltas = nullptr;
  float height = 0;
  float width = 0;
};

class GenerateProposalsKernel : public Kernel {
 public:
  explicit GenerateProposalsKernel(const nlohmann::json& attributes)
      : before_nms_(attributes.at("pre_nms_top_n")),
        after_nms_(attributes.at("post_nms_top_n")),
        threshold_(attributes.at("nms_thresh")),
        min_size_(std::max(attributes.at("min_size").get<float>(), 1.0F)),
        eta_(attributes.at("eta")),
        offset_(attributes.at("pixel_offset").get<bool>() ? 1.0F : 0.0F),
        one_image_(attributes.at("one_image")) {}

  void Run(std::span<const KernelInput> inputs, KernelOutputs* outputs) const override {
    const std::vector<int64_t>& scores = inputs[0].dims;
    const std::vector<int64_t>& deltas = inputs[1].dims;
    CheckInputs(scores.size() == 4 && deltas.size() == 4 && deltas[0] == scores[0] &&
                    deltas[1] == 4 * scores[1] && deltas[2] == scores[2] &&
                    deltas[3] == scores[3] && inputs[2].Count() == 2 * scores[0] &&
                    inputs[3].Count() * scores[0] == inputs[1].Count() &&
                    inputs[4].Count() == inputs[3].Count() && (scores[0] == 1 || !one_image_),
                inputs);
    const auto anchors = static_cast<size_t>(scores[1]);
    const auto places = static_cast<size_t>(scores[2] * scores[3]);
    const std::span<int32_t> counts = outputs->Make<int32_t>(2, {scores[0]});
    std::vector<Proposal> all;
    for (size_t i = 0; i < counts.size(); ++i) {
      const float* size = inputs[2].Values<float>().data() + 2 * i;
      const Image image = {.scores = inputs[0].Values<float>().data() + i * anchors * places,
                           .deltas = inputs[1].Values<float>().data() + i * 4 * anchors * places,
                           .height = size[0],
                           .width = size[1]};
      const std::vector<Proposal> proposals =
          Propose(image, anchors, places, inputs[3].Values<float>(), inputs[4].Values<float>());
      counts[i] = static_cast<int32_t>(proposals.size());
      all.insert(all.end(), proposals.begin(), proposals.end());
    }
    const auto count = static_cast<int64_t>(all.size());
    const std::span<float> boxes = outputs->Make<float>(0, {count, 4});
    const std::span<float> probabilities = outputs->Make<float>(1, {count, 1});
    for (size_t i = 0; i < all.size(); ++i) {
      std::ranges::copy(all[i].box, boxes.begin() + static_cast<std::ptrdiff_t>(4 * i));
      probabilities[i] = all[i].score;
    }
  }

 private:
  /// The proposals of one image; if there are none, one of zeros, as in Paddle.
  [[nodiscard]] std::vector<Proposal> Propose(const Image& image, size_t anchors, size_t places,
                                              std::span<const float> boxes,
                                              std::span<const float> variances) const {
    // Anchors lie at [y, x, anchor], the network's values at [anchor, y, x].
    std::vector<float> scores;
    for (size_t i = 0; i < anchors * places; ++i) {
      scores.push_back(image.scores[(i % anchors) * places + i / anchors]);
    }
    std::vector<Proposal> proposals;
    for (const size_t i : Best(scores)) {
      Box deltas = {};
      for (size_t k = 0; k < 4; ++k) {
        deltas[k] = image.deltas[((i % anchors) * 4 + k) * places + i / anchors];
      }
      const Box box = Clip(Decode(&boxes[4 * i], &variances[4 * i], deltas), image);
      if (IsLarge(box, image)) proposals.push_back({.box = box, .score = scores[i]});
    }
    if (proposals.empty()) return {Proposal()};
    return threshold_ <= 0 ? proposals : Suppress(proposals);
  }

  /// The indices of the best scores. NaN is the worst.
  [[nodiscard]] std::vector<size_t> Best(const std::vector<float>& scores) const {
    std::vector<float> keys = scores;
    const float worst = -std::numeric_limits<float>::infinity();
    for (float& key : keys) key = std::isnan(key) ? worst : key;
    const auto better = [&](size_t a, size_t b) { return keys[a] > keys[b]; };
    std::vector<size_t> order(keys.size());
    std::iota(order.begin(), order.end(), size_t{0});
    if (before_nms_ <= 0 || static_cast<size_t>(before_nms_) >= order.size()) {
      std::sort(order.begin(), order.end(), better);
    } else {
      std::nth_element(order.begin(), order.begin() + before_nms_, order.end(), better);
      order.resize(static_cast<size_t>(before_nms_));
    }
    return order;
  }

  [[nodiscard]] Box Decode(const float* anchor, const float* variance, const Box& deltas) const {
    const float anchor_width = anchor[2] - anchor[0] + offset_;
    const float anchor_height = anchor[3] - anchor[1] + offset_;
    const auto anchor_x = static_cast<float>(anchor[0] + 0.5 * anchor_width);
    const auto anchor_y = static_cast<float>(anchor[1] + 0.5 * anchor_height);
    const float x = variance[0] * deltas[0] * anchor_width + anchor_x;
    const float y = variance[1] * deltas[1] * anchor_height + anchor_y;
    const float width =
        std::exp(std::min(variance[2] * deltas[2], kLargestLogScale)) * anchor_width;
    const float height =
        std::exp(std::min(variance[3] * deltas[3], kLargestLogScale)) * anchor_height;
    return {x - width / 2, y - height / 2, x + width / 2 - offset_, y + height / 2 - offset_};
  }

  [[nodiscard]] Box Clip(Box box, const Image& image) const {
    for (size_t i = 0; i < 4; ++i) {
      const float end = (i % 2 == 0 ? image.width : image.height) - offset_;
      box[i] = std::max(std::min(box[i], end), 0.0F);
    }
    return box;
  }

  [[nodiscard]] bool IsLarge(const Box& box, const Image& image) const {
    const float width = box[2] - box[0] + offset_;
    const float height = box[3] - box[1] + offset_;
    if (!(width >= min_size_ && height >= min_size_)) return false;
    if (offset_ == 0) return true;
    return box[0] + width / 2 <= image.width && box[1] + height / 2 <= image.height;
  }

  [[nodiscard]] std::vector<Proposal> Suppress(const std::vector<Proposal>& proposals) const {
    // By ascending score and then backwards: of equal scores, the last comes first.
    std::vector<size_t> order(proposals.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return proposals[a].score < proposals[b].score; });
    const size_t limit = after_nms_ > 0 ? static_cast<size_t>(after_nms_) : proposals.size();
    float threshold = threshold_;
    std::vector<Proposal> kept;
    for (size_t i = order.size(); i > 0 && kept.size() < limit; --i) {
      const Proposal& proposal = proposals[order[i - 1]];
      const auto covers = [&](const Proposal& better) {
        const float overlap = BoxOverlap(proposal.box.data(), better.box.data(), offset_);
        return !(overlap <= threshold);
      };
      if (std::ranges::any_of(kept, covers)) continue;
      kept.push_back(proposal);
      if (eta_ < 1 && threshold > 0.5F) threshold *= eta_;
    }
    return kept;
  }

  int before_nms_;
  int after_nms_;
  float threshold_;
  float min_size_;
  float eta_;
  float offset_;    ///< 1 where corners are pixels
  bool one_image_;  ///< refuses batches: the images of boxes would not be known
};

}  // namespace

OperatorRow GenerateProposalsRow() {
  return {.name = "GenerateProposals",
          .inputs = {{.dtype = kFloat32, .rank = 4},
                     {.dtype = kFloat32, .rank = 4},
                     {.dtype = kFloat32, .rank = 2},
                     {.dtype = kFloat32, .rank = 2},
                     {.dtype = kFloat32, .rank = 2}},
          .outputs = {{.dtype = kFloat32, .rank = 2},
                      {.dtype = kFloat32, .rank = 2},
                      {.dtype = kInt32, .rank = 1}},
          .make = MakeKernelOf<GenerateProposalsKernel>};
}

}  // namespace fastdeploy
