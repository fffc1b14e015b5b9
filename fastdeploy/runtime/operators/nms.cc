// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "fastdeploy/runtime/operators/internal/rows.h"

namespace fastdeploy {
namespace {

/// Whether two boxes overlap too much, in the order of operations of Paddle's operator `nms`
/// (paddle/phi/kernels/nms_kernel.h).
bool Overlap(const float* first, const float* second, float threshold) {
  const float width = std::min(first[2], second[2]) - std::max(first[0], second[0]);
  const float height = std::min(first[3], second[3]) - std::max(first[1], second[1]);
  const float both = (width > 0 ? width : 0) * (height > 0 ? height : 0);
  const float sum = (first[2] - first[0]) * (first[3] - first[1]) +
                    (second[2] - second[0]) * (second[3] - second[1]);
  return both / (sum - both) > threshold;
}

class NmsKernel : public Kernel {
 public:
  explicit NmsKernel(const nlohmann::json& attributes) : threshold_(attributes.at("threshold")) {}

  void Run(std::span<const KernelInput> inputs, KernelOutputs* outputs) const override {
    CheckInputs(inputs[0].dims.size() == 2 && inputs[0].dims[1] == 4, inputs);
    const float* boxes = inputs[0].Values<float>().data();
    std::vector<int64_t> kept;
    for (int64_t i = 0; i < inputs[0].dims[0]; ++i) {
      const auto covers = [&](int64_t better) {
        return Overlap(boxes + better * 4, boxes + i * 4, threshold_);
      };
      if (std::ranges::none_of(kept, covers)) kept.push_back(i);
    }
    const auto count = static_cast<int64_t>(kept.size());
    std::ranges::copy(kept, outputs->Make<int64_t>(0, {count}).begin());
  }

 private:
  float threshold_;
};

}  // namespace

OperatorRow NmsRow() {
  return {.name = "Nms",
          .inputs = {{.dtype = kFloat32, .rank = 2}},
          .outputs = {{.dtype = kInt64, .rank = 1}},
          .make = MakeKernelOf<NmsKernel>};
}

}  // namespace fastdeploy
