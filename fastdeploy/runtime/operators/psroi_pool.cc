// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "fastdeploy/runtime/operators/internal/rows.h"

namespace fastdeploy {
namespace {

/// Means over the bins of a box, each bin from a channel of its own (R-FCN), in the order of
/// operations of paddle/phi/kernels/cpu/psroi_pool_kernel.cc.
class PsroiPoolKernel : public Kernel {
 public:
  explicit PsroiPoolKernel(const nlohmann::json& attributes)
      : rows_(attributes.at("pooled_height")),
        columns_(attributes.at("pooled_width")),
        channels_(attributes.at("output_channels")),
        scale_(attributes.at("spatial_scale")) {}

  void Run(std::span<const KernelInput> inputs, KernelOutputs* outputs) const override {
    const std::vector<int64_t>& dims = inputs[0].dims;
    const std::span<const int32_t> counts = inputs[2].Values<int32_t>();
    const int64_t rois = inputs[1].dims[0];
    CheckInputs(dims.size() == 4 && rows_ > 0 && columns_ > 0 && channels_ > 0 &&
                    dims[1] == channels_ * rows_ * columns_ && inputs[1].dims.size() == 2 &&
                    inputs[1].dims[1] == 4 && dims[0] == static_cast<int64_t>(counts.size()) &&
                    std::ranges::none_of(counts, [](int32_t count) { return count < 0; }) &&
                    std::accumulate(counts.begin(), counts.end(), int64_t{0}) == rois,
                inputs);
    float* out = outputs->Make<float>(0, {rois, channels_, rows_, columns_}).data();
    const float* box = inputs[1].Values<float>().data();
    const float* image = inputs[0].Values<float>().data();
    for (const int32_t count : counts) {
      for (int32_t i = 0; i < count; ++i, box += 4) {
        out = Pool(image, dims[2], dims[3], box, out);
      }
      image += dims[1] * dims[2] * dims[3];
    }
  }

 private:
  /// The pixels of a bin along one axis: from the first to before the second.
  struct Bins {
    Bins(float box_start, float box_end, float scale, int64_t bins, int64_t limit)
        : start(static_cast<float>(std::round(box_start)) * scale),
          step(std::max(static_cast<float>(std::round(box_end) + 1.) * scale - start, 0.1F) /
               static_cast<float>(bins)),
          size(static_cast<float>(limit)) {}
    [[nodiscard]] int64_t Edge(float edge) const {
      return edge > 0 ? static_cast<int64_t>(std::min(edge, size)) : 0;
    }
    [[nodiscard]] int64_t Begin(int64_t bin) const {
      return Edge(std::floor(static_cast<float>(bin) * step + start));
    }
    [[nodiscard]] int64_t End(int64_t bin) const {
      return Edge(std::ceil(static_cast<float>(bin + 1) * step + start));
    }
    float start;
    float step;
    float size;
  };

  float* Pool(const float* image, int64_t height, int64_t width, const float* box,
              float* out) const {
    const Bins across(box[0], box[2], scale_, columns_, width);
    const Bins down(box[1], box[3], scale_, rows_, height);
    const float* channel = image;
    for (int64_t i = 0; i < channels_; ++i) {
      for (int64_t row = 0; row < rows_; ++row) {
        for (int64_t column = 0; column < columns_; ++column, channel += height * width) {
          *out++ = Mean(channel, width, down.Begin(row), down.End(row), across.Begin(column),
                        across.End(column));
        }
      }
    }
    return out;
  }

  static float Mean(const float* channel, int64_t width, int64_t top, int64_t bottom, int64_t left,
                    int64_t right) {
    if (bottom <= top || right <= left) return 0;
    float sum = 0;
    for (int64_t y = top; y < bottom; ++y) {
      for (int64_t x = left; x < right; ++x) sum += channel[y * width + x];
    }
    return sum / static_cast<float>((bottom - top) * (right - left));
  }

  int64_t rows_;
  int64_t columns_;
  int64_t channels_;
  float scale_;
};

}  // namespace

OperatorRow PsroiPoolRow() {
  return {.name = "PsroiPool",
          .inputs = {{.dtype = kFloat32, .rank = 4},
                     {.dtype = kFloat32, .rank = 2},
                     {.dtype = kInt32, .rank = 1}},
          .outputs = {{.dtype = kFloat32, .rank = 4}},
          .make = MakeKernelOf<PsroiPoolKernel>};
}

}  // namespace fastdeploy
