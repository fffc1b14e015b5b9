// SPDX-License-Identifier: Apache-2.0
//
// What loops and branches have in common: the values that bodies take, change and give.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/runtime/formats/onnx/tensor_array.h"

namespace fastdeploy::onnx {

/// What a body may know of a value: its rank. Sizes may change from one iteration to the next.
ValueInfo Describe(const std::string& name, DType dtype, size_t rank);
ValueInfo Describe(const std::string& name, const paddle::TensorType& type);

/// A condition without dimensions.
std::string Condition(Op& op, const std::string& value);

/// The value of a variable as the type that the program declares. Paddle fills one that has no
/// value yet with a single number, whatever its rank.
std::string ValueAs(Op& op, const std::string& value, const paddle::TensorType& type);
/// A variable's value before a body, or something of its type.
std::string ValueBefore(Op& op, const std::string& name);

// Arrays that bodies write are two values each.
Names ArrayValues(const std::vector<TensorArrayPtr>& arrays);
void Describe(const std::vector<TensorArrayPtr>& arrays, std::vector<ValueInfo>* infos);
/// Takes the arrays' values from the end of these.
void SetArrays(const std::vector<TensorArrayPtr>& arrays, const Names& values);

/// The results of a body: nodes of its own, as ONNX asks for.
void AddOutputs(Op& op, const Names& values, std::span<const ValueInfo> like, Graph* body);
inline std::shared_ptr<const Graph> Share(Graph graph) {
  return std::make_shared<const Graph>(std::move(graph));
}

void AppendTo(Names* values, const Names& more);
void BindTo(Op& op, const std::string& value, const std::string& name);
/// The operator's only block.
size_t BodyOf(Op& op);
/// All operands of an operator in PIR, or of a slot, one after another.
Names ValuesOf(const std::vector<paddle::Operand>& operands, std::string_view slot = "");

/// In PIR: the values from outside that operators of these blocks change in place.
Names ChangedValues(Op& op, const std::vector<size_t>& blocks);
/// In ProgramDesc: the variables of outer blocks that a body writes, which are those that have a
/// value or that the operator names as its results.
Names WrittenVariables(Op& op, size_t block, const Names& results);

}  // namespace fastdeploy::onnx
