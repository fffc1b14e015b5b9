// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/body.h"

#include <algorithm>
#include <unordered_map>

namespace fastdeploy::onnx {
namespace {

/// Something of this type, for a variable that has no value yet.
std::string Placeholder(Op& op, const paddle::TensorType& type, double number = 0) {
  Ints dims = type.dims;
  for (int64_t& dim : dims) dim = std::max<int64_t>(dim, 1);
  const std::string value = op.Number(number, DTypeOf(type.dtype));
  return dims.empty() ? value : op.Emit("Expand", {value, op.Vector(dims)});
}

}  // namespace

ValueInfo Describe(const std::string& name, DType dtype, size_t rank) {
  return {.name = name, .dtype = dtype, .dims = Ints(rank, -1)};
}

ValueInfo Describe(const std::string& name, const paddle::TensorType& type) {
  return Describe(name, DTypeOf(type.dtype), type.dims.size());
}

std::string Condition(Op& op, const std::string& value) {
  const std::string name = op.Whole().NameOf(value);
  return op.Whole().TypeOf(value).dims.empty() ? name : op.Reshape(name, {});
}

std::string ValueAs(Op& op, const std::string& value, const paddle::TensorType& type) {
  const Translation::Binding& binding = op.Whole().Lookup(value);
  if (!binding.constant.has_value()) return op.Whole().NameOf(value);
  const Array& constant = *binding.constant;
  if (constant.Count() == 1 && constant.dims.size() != type.dims.size()) {
    return Placeholder(op, type, constant.At(0));
  }
  return op.Constant(constant.As(DTypeOf(type.dtype)));
}

Names ArrayValues(const std::vector<TensorArrayPtr>& arrays) {
  Names values;
  for (const TensorArrayPtr& array : arrays) {
    values.push_back(array->numbers);
    values.push_back(array->shapes);
  }
  return values;
}

void AppendTo(Names* values, const Names& more) {
  values->insert(values->end(), more.begin(), more.end());
}

void Describe(const std::vector<TensorArrayPtr>& arrays, std::vector<ValueInfo>* infos) {
  for (const TensorArrayPtr& array : arrays) {
    infos->push_back(Describe(array->numbers, array->dtype, 1));
    infos->push_back(Describe(array->shapes, kInt64, 2));
  }
}

void SetArrays(const std::vector<TensorArrayPtr>& arrays, const Names& values) {
  size_t next = values.size() - 2 * arrays.size();
  for (const TensorArrayPtr& array : arrays) {
    array->numbers = values[next++];
    array->shapes = values[next++];
    array->length.clear();
  }
}

void AddOutputs(Op& op, const Names& values, std::span<const ValueInfo> like, Graph* body) {
  for (size_t i = 0; i < values.size(); ++i) {
    body->outputs.push_back(like[i]);
    body->outputs.back().name = op.Emit("Identity", {values[i]});
  }
}

void BindTo(Op& op, const std::string& value, const std::string& name) {
  if (!value.empty()) op.Whole().Bind(value, {.name = name, .constant = {}, .array = nullptr});
}

size_t BodyOf(Op& op) {
  if (op.Source().blocks.size() != 1) op.Refuse("an operator without its block");
  return op.Source().blocks[0];
}

Names ValuesOf(const std::vector<paddle::Operand>& operands, std::string_view slot) {
  Names values;
  for (const paddle::Operand& operand : operands) {
    if (operand.slot != slot) continue;
    values.insert(values.end(), operand.values.begin(), operand.values.end());
  }
  return values;
}
Names ChangedValues(Op& op, const std::vector<size_t>& blocks) {
  Names changed;
  std::unordered_map<std::string, std::string> originals;  // of results in place
  const auto visit = [&](const auto& self, size_t block) -> void {
    for (const paddle::Operator& inner : op.Whole().BlockAt(block).operators) {
      for (const size_t body : inner.blocks) self(self, body);
      const std::string* value = Translation::ChangedBy(inner);
      if (value == nullptr) continue;
      const auto found = originals.find(*value);
      const std::string original = found == originals.end() ? *value : found->second;
      originals[inner.outputs[0].values[0]] = original;
      if (op.Whole().IsBound(original) && op.Whole().Lookup(original).array == nullptr &&
          std::ranges::find(changed, op.Whole().Resolve(original)) == changed.end()) {
        changed.push_back(op.Whole().Resolve(original));
      }
    }
  };
  for (const size_t block : blocks) visit(visit, block);
  return changed;
}

Names WrittenVariables(Op& op, size_t block, const Names& results) {
  Names written;
  const auto visit = [&](const auto& self, size_t index) -> void {
    for (const paddle::Operator& inner : op.Whole().BlockAt(index).operators) {
      for (const paddle::Operand& operand : inner.outputs) {
        written.insert(written.end(), operand.values.begin(), operand.values.end());
      }
      for (const size_t body : inner.blocks) self(self, body);
    }
  };
  visit(visit, block);
  std::ranges::sort(written);
  written.erase(std::unique(written.begin(), written.end()), written.end());
  std::erase_if(written, [&](const std::string& name) {
    if (op.Whole().IsBound(name)) return op.Whole().Lookup(name).array != nullptr;
    return std::ranges::find(results, name) == results.end();
  });
  return written;
}

std::string ValueBefore(Op& op, const std::string& name) {
  const paddle::TensorType& type = op.Whole().TypeOf(name);
  return op.Whole().IsBound(name) ? ValueAs(op, name, type) : Placeholder(op, type);
}

}  // namespace fastdeploy::onnx
