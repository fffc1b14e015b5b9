// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/inverse.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <openvino/op/constant.hpp>
#include <openvino/op/inverse.hpp>
#include <openvino/pass/constant_folding.hpp>
#include <vector>

namespace fastdeploy {
namespace {

using ov::op::v0::Constant;
using Inverse = ov::op::v14::Inverse;

std::vector<std::shared_ptr<Inverse>> InversesOf(const ov::Model& model) {
  std::vector<std::shared_ptr<Inverse>> inverses;
  for (const auto& node : model.get_ordered_ops()) {
    if (auto inverse = ov::as_type_ptr<Inverse>(node)) inverses.push_back(std::move(inverse));
  }
  return inverses;
}

/// Inverts one matrix of n x n by Gauss-Jordan elimination with the largest pivot of each column.
/// The values of a singular matrix become infinite or NaN.
void Invert(double* matrix, size_t n) {
  std::vector<double> inverse(n * n, 0);
  for (size_t i = 0; i < n; ++i) inverse[i * n + i] = 1;
  for (size_t column = 0; column < n; ++column) {
    size_t pivot = column;
    for (size_t row = column + 1; row < n; ++row) {
      if (std::abs(matrix[row * n + column]) > std::abs(matrix[pivot * n + column])) pivot = row;
    }
    for (double* rows : {matrix, inverse.data()}) {
      if (pivot != column) {
        std::swap_ranges(rows + pivot * n, rows + (pivot + 1) * n, rows + column * n);
      }
    }
    const double divisor = matrix[column * n + column];
    for (size_t i = 0; i < n; ++i) {
      matrix[column * n + i] /= divisor;
      inverse[column * n + i] /= divisor;
    }
    for (size_t row = 0; row < n; ++row) {
      const double factor = matrix[row * n + column];
      if (row == column || factor == 0) continue;
      for (size_t i = 0; i < n; ++i) {
        matrix[row * n + i] -= factor * matrix[column * n + i];
        inverse[row * n + i] -= factor * inverse[column * n + i];
      }
    }
  }
  std::copy(inverse.begin(), inverse.end(), matrix);
}

}  // namespace

void FoldInverses(const std::shared_ptr<ov::Model>& model) {
  if (InversesOf(*model).empty()) return;
  ov::pass::ConstantFolding().run_on_model(model);
  for (const std::shared_ptr<Inverse>& node : InversesOf(*model)) {
    const auto matrices = ov::as_type_ptr<Constant>(node->get_input_node_shared_ptr(0));
    if (matrices == nullptr) continue;
    const ov::Shape& shape = matrices->get_shape();
    const size_t n = shape.back();
    std::vector<double> values = matrices->cast_vector<double>();
    for (size_t start = 0; start < values.size(); start += n * n) Invert(&values[start], n);
    const auto folded = Constant::create(node->get_output_element_type(0), shape, values);
    ov::Output<ov::Node> before = node->output(0);
    folded->output(0).get_tensor().add_names(before.get_names());
    before.replace(folded->output(0));
  }
}

}  // namespace fastdeploy
