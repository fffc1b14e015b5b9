// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "fastdeploy/runtime/formats/onnx/array.h"
#include "fastdeploy/runtime/formats/onnx/checked_vector.h"
#include "fastdeploy/runtime/formats/onnx/graph.h"

namespace fastdeploy::onnx {

using Ints = CheckedVector<int64_t>;
using Names = CheckedVector<std::string>;

/// Adds nodes and constants to a graph. Values are known by their names in ONNX.
class Builder {
 public:
  /// Adds a node and returns its only output. `type` is an operator of ONNX, or of another domain:
  /// "com.microsoft:Inverse". An input left out has the name "".
  /// Do not write the inputs' braces inside of `condition ? ... : ...` where an element can throw:
  /// GCC 12 then destroys strings that were never made. Name the value first, or use an `if`.
  std::string Emit(const std::string& type, Names inputs, Attributes attributes = {});
  /// The same with several outputs.
  Names EmitMany(const std::string& type, Names inputs, size_t outputs, Attributes attributes = {});

  /// A constant. Equal ones exist once.
  std::string Constant(const Array& array);
  /// Whole numbers with one dimension, as axes, sizes and shapes are.
  std::string Vector(const Ints& values) { return Constant(Array::Ints(values)); }
  /// One number without dimensions.
  std::string Number(double value, DType dtype) { return Constant(Array::Scalar(value, dtype)); }

  /// One whole number without dimensions, as arithmetic with sizes takes: int64.
  std::string Integer(int64_t value);

  // Operators that many rules need, with what they take as constants.
  std::string Cast(const std::string& value, DType dtype);
  std::string Reshape(const std::string& value, const Ints& shape);
  std::string Transpose(const std::string& value, const Ints& order);
  std::string Unsqueeze(const std::string& value, const Ints& axes);
  std::string Squeeze(const std::string& value, const Ints& axes);
  std::string Concat(const Names& values, int64_t axis);
  /// The value times a number, or plus one; the value itself where that changes nothing.
  std::string Scaled(const std::string& value, double factor, DType dtype);
  std::string Moved(const std::string& value, double addend, DType dtype);
  /// value[begin:end] along one axis.
  std::string Slice(const std::string& value, int64_t axis, int64_t begin, int64_t end);
  /// The size of one axis: int64 [1], for Concat; or without dimensions, for arithmetic.
  std::string SizeOf(const std::string& value, int64_t axis);
  std::string ScalarSizeOf(const std::string& value, int64_t axis);
  /// The shape, from axis `begin` to before `end` (INT64_MAX: all the rest): int64 [end - begin].
  std::string ShapeOf(const std::string& value, int64_t begin = 0, int64_t end = INT64_MAX);
  /// 0, 1, ..., count - 1, where `count` is an int64 without dimensions.
  std::string Range(const std::string& count);

  /// The node that gives a value, in the graph or body that grows. Null: it is elsewhere.
  [[nodiscard]] const Node* NodeOf(const std::string& value) const;

  /// A name that nothing else has.
  std::string FreshName();

 protected:
  struct State {
    Graph graph;  ///< the main graph: constants are there, bodies see them
    std::vector<Node>* nodes = &graph.nodes;                 ///< of the graph or body that grows
    std::unordered_map<std::string, std::string> constants;  ///< by type, shape and bytes
    size_t fresh = 0;
    std::string operator_name;            ///< of the Paddle operator, for the nodes' names
    std::set<std::string> own_operators;  ///< of our own domain, that nodes use
  };
  explicit Builder(State* state) : state_(state) {}

  State* state_;
};

}  // namespace fastdeploy::onnx
