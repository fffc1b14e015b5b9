// SPDX-License-Identifier: Apache-2.0
//
// Boxes for the levels of a feature pyramid, as Paddle's kernels order them
// (paddle/phi/kernels/cpu/distribute_fpn_proposals_kernel.cc and
// paddle/phi/kernels/impl/collect_fpn_proposals_kernel_impl.h).

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "fastdeploy/runtime/operators/internal/box_overlap.h"
#include "fastdeploy/runtime/operators/internal/rows.h"

namespace fastdeploy {
namespace {

/// Large boxes to high levels.
class DistributeKernel : public Kernel {
 public:
  explicit DistributeKernel(const nlohmann::json& attributes)
      : min_level_(attributes.at("min_level")),
        max_level_(attributes.at("max_level")),
        refer_level_(attributes.at("refer_level")),
        refer_scale_(attributes.at("refer_scale")),
        extra_(attributes.at("pixel_offset").get<bool>() ? 1.0F : 0.0F) {}

  void Run(std::span<const KernelInput> inputs, KernelOutputs* outputs) const override {
    const std::span<const float> boxes = inputs[0].Values<float>();
    const std::span<const int32_t> images = inputs[1].Values<int32_t>();
    const int64_t rois = std::accumulate(images.begin(), images.end(), int64_t{0});
    const int64_t levels = int64_t{max_level_} - min_level_ + 1;
    CheckInputs(levels > 0 && inputs[0].dims.size() == 2 && inputs[0].dims[1] == 4 &&
                    rois == inputs[0].dims[0] &&
                    std::ranges::none_of(images, [](int32_t count) { return count < 0; }),
                inputs);
    const std::span<float> ordered = outputs->Make<float>(0, {rois, 4});
    const std::span<int32_t> restore = outputs->Make<int32_t>(1, {rois, 1});
    const std::span<int32_t> counts =
        outputs->Make<int32_t>(2, {levels, static_cast<int64_t>(images.size())});
    std::ranges::fill(counts, 0);
    std::vector<int> level_of;
    for (size_t i = 0; i < restore.size(); ++i) level_of.push_back(LevelOf(&boxes[4 * i]));
    size_t place = 0;
    for (int level = 0; level < levels; ++level) {
      size_t roi = 0;
      for (size_t image = 0; image < images.size(); ++image) {
        for (int32_t i = 0; i < images[image]; ++i, ++roi) {
          if (level_of[roi] != level) continue;
          std::copy_n(&boxes[4 * roi], 4, &ordered[4 * place]);
          restore[roi] = static_cast<int32_t>(place++);
          ++counts[static_cast<size_t>(level) * images.size() + image];
        }
      }
    }
  }

 private:
  /// From 0 on. Boxes without a level, such as of NaN, are on the first one.
  [[nodiscard]] int LevelOf(const float* box) const {
    const float scale = std::sqrt(BoxArea(box, extra_));
    const float level = std::floor(std::log2(scale / static_cast<float>(refer_scale_) + 1e-6F) +
                                   static_cast<float>(refer_level_));
    constexpr float kInts = 2147483648.0F;
    if (!(level > static_cast<float>(min_level_) && level < kInts)) return 0;
    return std::min(static_cast<int>(level), max_level_) - min_level_;
  }

  int min_level_;
  int max_level_;
  int refer_level_;
  int refer_scale_;
  float extra_;
};

/// The best boxes of all levels and all images together.
class CollectKernel : public Kernel {
 public:
  explicit CollectKernel(const nlohmann::json& attributes)
      : limit_(attributes.at("post_nms_topn")) {}

  void Run(std::span<const KernelInput> inputs, KernelOutputs* outputs) const override {
    const std::span<const float> boxes = inputs[0].Values<float>();
    const std::span<const float> scores = inputs[1].Values<float>();
    const std::span<const int32_t> counts = inputs[2].Values<int32_t>();
    CheckInputs(inputs[0].dims.size() == 2 && inputs[0].dims[1] == 4 &&
                    boxes.size() == 4 * scores.size() && inputs[2].dims.size() == 2 &&
                    std::ranges::none_of(counts, [](int32_t count) { return count < 0; }) &&
                    std::accumulate(counts.begin(), counts.end(), int64_t{0}) ==
                        static_cast<int64_t>(scores.size()),
                inputs);
    const auto images = static_cast<size_t>(inputs[2].dims[1]);
    std::vector<size_t> image_of;
    for (size_t i = 0; i < counts.size(); ++i) {
      image_of.insert(image_of.end(), static_cast<size_t>(counts[i]), i % images);
    }
    // Of equal scores, Paddle has the last one first.
    std::vector<size_t> order(scores.size());
    std::iota(order.rbegin(), order.rend(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return scores[a] > scores[b]; });
    order.resize(std::min(order.size(), static_cast<size_t>(std::max(limit_, 0))));
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return image_of[a] < image_of[b]; });
    const std::span<float> kept = outputs->Make<float>(0, {static_cast<int64_t>(order.size()), 4});
    const std::span<int32_t> kept_of = outputs->Make<int32_t>(1, {inputs[2].dims[1]});
    std::ranges::fill(kept_of, 0);
    for (size_t i = 0; i < order.size(); ++i) {
      std::copy_n(&boxes[4 * order[i]], 4, &kept[4 * i]);
      ++kept_of[image_of[order[i]]];
    }
  }

 private:
  int limit_;
};

}  // namespace

OperatorRow DistributeFpnProposalsRow() {
  return {.name = "DistributeFpnProposals",
          .inputs = {{.dtype = kFloat32, .rank = 2}, {.dtype = kInt32, .rank = 1}},
          .outputs = {{.dtype = kFloat32, .rank = 2},
                      {.dtype = kInt32, .rank = 2},
                      {.dtype = kInt32, .rank = 2}},
          .make = MakeKernelOf<DistributeKernel>};
}

OperatorRow CollectFpnProposalsRow() {
  return {.name = "CollectFpnProposals",
          .inputs = {{.dtype = kFloat32, .rank = 2},
                     {.dtype = kFloat32, .rank = 2},
                     {.dtype = kInt32, .rank = 2}},
          .outputs = {{.dtype = kFloat32, .rank = 2}, {.dtype = kInt32, .rank = 1}},
          .make = MakeKernelOf<CollectKernel>};
}

}  // namespace fastdeploy
