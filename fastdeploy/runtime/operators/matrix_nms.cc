// SPDX-License-Identifier: Apache-2.0
//
// The order of operations, the use of float32 and the ways to sort are those of Paddle's kernel
// (paddle/phi/kernels/cpu/matrix_nms_kernel.cc), so that results are equal to the bit, those of
// equal scores included.

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "fastdeploy/runtime/operators/internal/box_overlap.h"
#include "fastdeploy/runtime/operators/internal/rows.h"

namespace fastdeploy {
namespace {

struct Candidate {
  size_t label = 0;
  size_t box = 0;
  float score = 0;
};

/// Suppresses boxes by lowering their scores, more where a better box overlaps more.
class MatrixNmsKernel : public Kernel {
 public:
  explicit MatrixNmsKernel(const nlohmann::json& attributes)
      : background_label_(attributes.at("background_label")),
        score_threshold_(attributes.at("score_threshold")),
        post_threshold_(attributes.at("post_threshold")),
        nms_top_k_(attributes.at("nms_top_k")),
        keep_top_k_(attributes.at("keep_top_k")),
        use_gaussian_(attributes.at("use_gaussian")),
        gaussian_sigma_(attributes.at("gaussian_sigma")),
        extra_(attributes.at("normalized").get<bool>() ? 0.0F : 1.0F),
        one_image_(attributes.at("one_image")) {}

  void Run(std::span<const KernelInput> inputs, KernelOutputs* outputs) const override {
    const std::vector<int64_t>& boxes = inputs[0].dims;
    const std::vector<int64_t>& scores = inputs[1].dims;
    CheckInputs(boxes.size() == 3 && scores.size() == 3 && boxes[0] == scores[0] &&
                    boxes[1] == scores[2] && boxes[2] == 4 && (scores[0] == 1 || !one_image_),
                inputs);
    const auto classes = static_cast<size_t>(scores[1]);
    const auto count = static_cast<size_t>(scores[2]);
    std::vector<float> rows;
    std::vector<int32_t> places;
    const std::span<int32_t> counts = outputs->Make<int32_t>(2, {scores[0]});
    for (size_t image = 0; image < counts.size(); ++image) {
      const float* corners = inputs[0].Values<float>().data() + image * count * 4;
      const float* of_image = inputs[1].Values<float>().data() + image * classes * count;
      const std::vector<Candidate> kept = Keep(corners, of_image, count, classes);
      for (const Candidate& candidate : kept) {
        const float* box = corners + candidate.box * 4;
        rows.insert(rows.end(), {static_cast<float>(candidate.label), candidate.score});
        rows.insert(rows.end(), box, box + 4);
        places.push_back(static_cast<int32_t>(image * count + candidate.box));
      }
      counts[image] = static_cast<int32_t>(kept.size());
    }
    const auto kept = static_cast<int64_t>(places.size());
    std::ranges::copy(rows, outputs->Make<float>(0, {kept, 6}).begin());
    std::ranges::copy(places, outputs->Make<int32_t>(1, {kept, 1}).begin());
  }

 private:
  /// The boxes of one image that are kept, the best first.
  [[nodiscard]] std::vector<Candidate> Keep(const float* boxes, const float* scores, size_t count,
                                            size_t classes) const {
    std::vector<Candidate> all;
    for (size_t label = 0; label < classes; ++label) {
      if (static_cast<int>(label) == background_label_) continue;
      KeepOfClass(boxes, scores + label * count, count, label, &all);
    }
    std::vector<int32_t> order(all.size());
    std::iota(order.begin(), order.end(), 0);
    const auto better = [&](int32_t a, int32_t b) {
      return all[static_cast<size_t>(a)].score > all[static_cast<size_t>(b)].score;
    };
    SortBest(keep_top_k_, better, &order);
    std::vector<Candidate> kept;
    for (const int32_t i : order) kept.push_back(all[static_cast<size_t>(i)]);
    return kept;
  }

  void KeepOfClass(const float* boxes, const float* scores, size_t count, size_t label,
                   std::vector<Candidate>* kept) const {
    std::vector<int32_t> order;
    for (size_t i = 0; i < count; ++i) {
      if (!(scores[i] <= score_threshold_)) order.push_back(static_cast<int32_t>(i));
    }
    SortBest(
        nms_top_k_, [&](int32_t a, int32_t b) { return scores[a] > scores[b]; }, &order);
    std::vector<float> largest(order.size(), 0);  // of those, for each box
    for (size_t i = 0; i < order.size(); ++i) {
      float decay = 1;
      for (size_t j = 0; j < i; ++j) {
        const float overlap = BoxOverlap(boxes + order[i] * 4, boxes + order[j] * 4, extra_);
        largest[i] = std::max(largest[i], overlap);
        decay = std::min(decay, Decay(overlap, largest[j]));
      }
      const float score = i == 0 ? scores[order[0]] : decay * scores[order[i]];
      if (i == 0 ? !(score > post_threshold_) : score <= post_threshold_) continue;
      kept->push_back({.label = label, .box = static_cast<size_t>(order[i]), .score = score});
    }
  }

  [[nodiscard]] float Decay(float overlap, float largest) const {
    if (use_gaussian_) return std::exp((largest * largest - overlap * overlap) * gaussian_sigma_);
    return static_cast<float>((1. - overlap) / (1. - largest));
  }

  /// The best `limit` numbers (-1: all), the best first.
  template <typename Better>
  static void SortBest(int limit, Better better, std::vector<int32_t>* order) {
    const size_t count =
        limit < 0 ? order->size() : std::min(order->size(), static_cast<size_t>(limit));
    const auto end = order->begin() + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(order->begin(), end, order->end(), better);
    order->resize(count);
  }

  int background_label_;
  float score_threshold_;
  float post_threshold_;
  int nms_top_k_;
  int keep_top_k_;
  bool use_gaussian_;
  float gaussian_sigma_;
  float extra_;
  bool one_image_;  ///< refuses batches: the images of boxes would not be known
};

}  // namespace

OperatorRow MatrixNmsRow() {
  return {.name = "MatrixNms",
          .inputs = {{.dtype = kFloat32, .rank = 3}, {.dtype = kFloat32, .rank = 3}},
          .outputs = {{.dtype = kFloat32, .rank = 2},
                      {.dtype = kInt32, .rank = 2},
                      {.dtype = kInt32, .rank = 1}},
          .make = MakeKernelOf<MatrixNmsKernel>};
}

}  // namespace fastdeploy
