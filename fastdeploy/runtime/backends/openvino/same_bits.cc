// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/same_bits.h"

#include <algorithm>
#include <cstring>
#include <openvino/runtime/infer_request.hpp>
#include <random>
#include <vector>

namespace fastdeploy {
namespace {

/// Pictures are filled with values around 0; inputs of fewer dimensions (sizes, factors) with 1.
ov::Tensor MakeInput(const ov::Output<const ov::Node>& input) {
  ov::Tensor tensor(input.get_element_type(), input.get_shape());
  if (tensor.get_element_type() != ov::element::f32) {
    std::memset(tensor.data(), 0, tensor.get_byte_size());
    return tensor;
  }
  auto* values = tensor.data<float>();
  if (tensor.get_shape().size() < 4) {
    std::fill_n(values, tensor.get_size(), 1.0F);
    return tensor;
  }
  std::minstd_rand random;
  std::normal_distribution<float> distribution;
  std::generate_n(values, tensor.get_size(), [&] { return distribution(random); });
  return tensor;
}

std::vector<ov::Tensor> Run(ov::CompiledModel* model) {
  ov::InferRequest request = model->create_infer_request();
  for (size_t i = 0; i < model->inputs().size(); ++i) {
    request.set_input_tensor(i, MakeInput(model->input(i)));
  }
  request.infer();
  std::vector<ov::Tensor> outputs;
  for (size_t i = 0; i < model->outputs().size(); ++i) {
    outputs.push_back(request.get_output_tensor(i));
  }
  return outputs;
}

}  // namespace

bool GiveSameBits(ov::CompiledModel first, ov::CompiledModel second) {
  const auto same = [](const ov::Tensor& a, const ov::Tensor& b) {
    return a.get_shape() == b.get_shape() &&
           std::memcmp(a.data(), b.data(), a.get_byte_size()) == 0;
  };
  return std::ranges::equal(Run(&first), Run(&second), same);
}

}  // namespace fastdeploy
