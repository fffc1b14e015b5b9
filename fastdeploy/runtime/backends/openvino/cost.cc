// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/cost.h"

#include <algorithm>
#include <openvino/op/convolution.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/matmul.hpp>

namespace fastdeploy {
namespace {

/// Multiply-adds that are worth waking a thread for.
constexpr int64_t kWorkOfOneThread = 500'000'000;

int64_t Elements(const ov::PartialShape& shape) {
  return shape.is_static() ? static_cast<int64_t>(ov::shape_size(shape.to_shape())) : 0;
}

int64_t NodeCost(const ov::Node& node) {
  const int64_t outputs = Elements(node.get_output_partial_shape(0));
  if (ov::is_type<ov::op::v1::Convolution>(&node) ||
      ov::is_type<ov::op::v1::GroupConvolution>(&node)) {
    const ov::PartialShape& output = node.get_output_partial_shape(0);
    const int64_t weights = Elements(node.get_input_partial_shape(1));
    if (outputs == 0 || weights == 0) return 0;
    // Every output element is a sum over the weights of its channel.
    return outputs * (weights / output[1].get_length());
  }
  if (const auto* matmul = ov::as_type<const ov::op::v0::MatMul>(&node)) {
    const ov::PartialShape& a = matmul->get_input_partial_shape(0);
    if (outputs == 0 || a.is_dynamic() || a.size() < 2) return 0;
    const auto summed = static_cast<std::ptrdiff_t>(a.size()) - (matmul->get_transpose_a() ? 2 : 1);
    return outputs * a[summed].get_length();
  }
  return 0;
}

}  // namespace

int64_t MultiplyAdds(const ov::Model& model) {
  int64_t sum = 0;
  for (const auto& node : model.get_ops()) sum += NodeCost(*node);
  return sum;
}

int StreamsForCost(int64_t multiply_adds, int cores) {
  if (multiply_adds == 0) return 1;
  const auto width = std::clamp<int64_t>(multiply_adds / kWorkOfOneThread, 1, cores);
  return std::max(1, cores / static_cast<int>(width));
}

}  // namespace fastdeploy
