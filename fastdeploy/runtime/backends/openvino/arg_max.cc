// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/arg_max.h"

#include <cstddef>
#include <numeric>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/equal.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/reduce_min.hpp>
#include <openvino/op/select.hpp>
#include <openvino/op/topk.hpp>
#include <vector>

namespace fastdeploy {
namespace {

using ov::op::v0::Constant;
using TopK = ov::op::v11::TopK;

/// How many values the node compares if it gives the place of the first of the largest (or
/// smallest) along an axis that is not the last one; else 0.
size_t SizeOfMap(const TopK& node) {
  const ov::PartialShape& shape = node.get_input_partial_shape(0);
  const auto axis = static_cast<int64_t>(node.get_axis());
  if (!node.get_stable() || node.get_k() != 1 ||
      node.get_input_element_type(0) != ov::element::f32 ||
      !node.output(0).get_target_inputs().empty()) {
    return 0;
  }
  if (shape.rank().is_dynamic() || axis + 1 >= shape.rank().get_length()) return 0;
  return shape[axis].is_static() ? static_cast<size_t>(shape[axis].get_length()) : 0;
}

/// The smallest index at which the value is the extreme one; the last index if none is (NaN).
ov::Output<ov::Node> FirstPlace(const TopK& node, size_t size) {
  const ov::Output<ov::Node> x = node.input_value(0);
  const auto axes = Constant::create(ov::element::i64, {1}, {node.get_axis()});
  std::vector<float> indices(size);
  std::iota(indices.begin(), indices.end(), 0.0F);
  ov::Shape along(static_cast<size_t>(x.get_partial_shape().rank().get_length()), 1);
  along[static_cast<std::ptrdiff_t>(node.get_axis())] = size;
  ov::Output<ov::Node> extreme;
  if (node.get_mode() == ov::op::TopKMode::MAX) {
    extreme = std::make_shared<ov::op::v1::ReduceMax>(x, axes, true);
  } else {
    extreme = std::make_shared<ov::op::v1::ReduceMin>(x, axes, true);
  }
  const auto places = std::make_shared<ov::op::v1::Select>(
      std::make_shared<ov::op::v1::Equal>(x, extreme),
      Constant::create(ov::element::f32, along, indices),
      Constant::create(ov::element::f32, {}, {indices.back()}));
  const auto first = std::make_shared<ov::op::v1::ReduceMin>(places, axes, true);
  return std::make_shared<ov::op::v0::Convert>(first, node.get_index_element_type());
}

}  // namespace

void ReplaceArgMax(ov::Model* model) {
  for (const auto& node : model->get_ordered_ops()) {
    const auto top = ov::as_type_ptr<TopK>(node);
    const size_t size = top == nullptr ? 0 : SizeOfMap(*top);
    if (size == 0) continue;
    ov::Output<ov::Node> before = top->output(1);
    const ov::Output<ov::Node> after = FirstPlace(*top, size);
    after.get_tensor().add_names(before.get_names());
    before.replace(after);
  }
}

}  // namespace fastdeploy
