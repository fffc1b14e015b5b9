// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/builder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace fastdeploy::onnx {

std::string Builder::FreshName() { return fmt::format("~{}", ++state_->fresh); }

const Node* Builder::NodeOf(const std::string& value) const {
  const auto gives = [&](const Node& node) {
    return std::ranges::find(node.outputs, value) != node.outputs.end();
  };
  const auto found = std::find_if(state_->nodes->rbegin(), state_->nodes->rend(), gives);
  return found == state_->nodes->rend() ? nullptr : &*found;
}

Names Builder::EmitMany(const std::string& type, Names inputs, size_t outputs,
                        Attributes attributes) {
  const size_t colon = type.find(':');
  Node node = {.type = colon == std::string::npos ? type : type.substr(colon + 1),
               .domain = colon == std::string::npos ? "" : type.substr(0, colon),
               .name = fmt::format("{}.{}", state_->operator_name, state_->fresh + 1),
               .inputs = std::move(inputs),
               .outputs = {},
               .attributes = std::move(attributes)};
  for (size_t i = 0; i < outputs; ++i) node.outputs.push_back(FreshName());
  if (node.domain == kOwnDomain) state_->own_operators.insert(node.type);
  Names names = node.outputs;
  state_->nodes->push_back(std::move(node));
  return names;
}

std::string Builder::Emit(const std::string& type, Names inputs, Attributes attributes) {
  return EmitMany(type, std::move(inputs), 1, std::move(attributes))[0];
}

std::string Builder::Constant(const Array& array) {
  // Values of 16 bits are written as float32 and converted by the model.
  if (array.dtype == kFloat16 || array.dtype == kBfloat16) {
    return Cast(Constant(array.As(kFloat32)), array.dtype);
  }
  std::string bytes = array.Bytes();
  const std::string key =
      fmt::format("{} {} ", static_cast<int>(array.dtype), fmt::join(array.dims, ",")) + bytes;
  const auto [found, is_new] = state_->constants.try_emplace(key);
  if (is_new) {
    found->second = FreshName();
    state_->graph.initializers.push_back({.name = found->second,
                                          .dtype = array.dtype,
                                          .dims = array.dims,
                                          .data = std::move(bytes)});
  }
  return found->second;
}

std::string Builder::Integer(int64_t value) { return Constant(Array::Ints({value}).Reshaped({})); }

std::string Builder::Cast(const std::string& value, DType dtype) {
  return Emit("Cast", {value}, {{"to", OnnxType(dtype)}});
}

std::string Builder::Reshape(const std::string& value, const Ints& shape) {
  return Emit("Reshape", {value, Vector(shape)});
}

std::string Builder::Transpose(const std::string& value, const Ints& order) {
  return Emit("Transpose", {value}, {{"perm", order}});
}

std::string Builder::Unsqueeze(const std::string& value, const Ints& axes) {
  return Emit("Unsqueeze", {value, Vector(axes)});
}

std::string Builder::Squeeze(const std::string& value, const Ints& axes) {
  return Emit("Squeeze", {value, Vector(axes)});
}

std::string Builder::Concat(const Names& values, int64_t axis) {
  return values.size() == 1 ? values[0] : Emit("Concat", values, {{"axis", axis}});
}

std::string Builder::Scaled(const std::string& value, double factor, DType dtype) {
  if (factor == 1) return value;
  return Emit("Mul", {value, Number(factor, dtype)});
}

std::string Builder::Moved(const std::string& value, double addend, DType dtype) {
  if (addend == 0) return value;
  return Emit("Add", {value, Number(addend, dtype)});
}

std::string Builder::Slice(const std::string& value, int64_t axis, int64_t begin, int64_t end) {
  return Emit("Slice", {value, Vector({begin}), Vector({end}), Vector({axis})});
}

std::string Builder::SizeOf(const std::string& value, int64_t axis) {
  return ShapeOf(value, axis, axis + 1 == 0 ? INT64_MAX : axis + 1);
}

std::string Builder::ScalarSizeOf(const std::string& value, int64_t axis) {
  return Squeeze(SizeOf(value, axis), {0});
}

std::string Builder::ShapeOf(const std::string& value, int64_t begin, int64_t end) {
  Attributes attributes;
  if (begin != 0) attributes.emplace_back("start", begin);
  if (end != INT64_MAX) attributes.emplace_back("end", end);
  return Emit("Shape", {value}, std::move(attributes));
}

std::string Builder::Range(const std::string& count) {
  return Emit("Range", {Integer(0), count, Integer(1)});
}

}  // namespace fastdeploy::onnx
