// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/paddle/parameter_file.h"

namespace fastdeploy::onnx {

struct TensorArray;

/// The translation of one program: what each of its values is in ONNX. Rules of control flow use it
/// directly.
class Translation : public Builder {
 public:
  /// `data` has the data of the program's parameters, in their order. With `file`, which they are
  /// views of, they stay there; if it is empty, they become a part of the model.
  Translation(const paddle::Program& program, const std::vector<paddle::ParameterData>& data,
              std::string_view file);

  /// Translates the main block and returns the graph.
  Graph Run();

  [[nodiscard]] const std::set<std::string>& UsedOwnOperators() const {
    return state_->own_operators;
  }

  // --- For control flow ---

  /// Translates the operators of a block. Nodes that `yield` values (cf.yield) end it: their values
  /// are returned.
  Names TranslateBlock(size_t block);
  /// Translates what `call` does into a graph of its own and returns its nodes. Values that it
  /// binds are forgotten afterwards.
  template <typename Call>
  std::vector<Node> Body(Call call) {
    std::vector<Node> nodes;
    std::vector<Node>* outer = std::exchange(state_->nodes, &nodes);
    auto values = values_;
    call();
    values_ = std::move(values);
    state_->nodes = outer;
    return nodes;
  }
  [[nodiscard]] const paddle::Block& BlockAt(size_t index) const { return program_.blocks[index]; }

  /// What a value of the program is.
  struct Binding {
    std::string name;               ///< in the graph; empty for a constant that is not there yet
    std::optional<Array> constant;  ///< if it is known
    std::shared_ptr<TensorArray> array;  ///< if it is a TensorArray (tensor_array.h)
  };
  [[nodiscard]] bool IsBound(const std::string& value) const {
    return values_.contains(Resolve(value));
  }
  [[nodiscard]] const Binding& Lookup(const std::string& value);
  void Bind(const std::string& value, Binding binding) {
    values_[Resolve(value)] = std::move(binding);
  }
  /// The value that this one is a name of: results of operators in place are their operands.
  [[nodiscard]] const std::string& Resolve(const std::string& value) const;
  /// The operand that an operator changes in place, or null.
  static const std::string* ChangedBy(const paddle::Operator& op);
  /// The value in the graph.
  std::string NameOf(const std::string& value);
  [[nodiscard]] const paddle::TensorType& TypeOf(const std::string& value) const;
  /// Says that a value has another type than the program declares.
  void CorrectType(const std::string& value, DType dtype) {
    corrected_types_[value] = {.dtype = dtype, .dims = TypeOf(value).dims};
  }

 private:
  friend class Op;

  [[nodiscard]] const paddle::Parameter* FindParameter(const std::string& value) const;
  [[nodiscard]] DType ParameterType(const paddle::Parameter& parameter) const {
    return DTypeOf(data_[parameters_.at(parameter.name)].dtype);
  }
  [[nodiscard]] Array ParameterData(const paddle::Parameter& parameter) const;
  std::string AddParameter(const paddle::Parameter& parameter);
  void CheckSupported() const;
  void Translate(const paddle::Operator& op);

  State own_state_;
  const paddle::Program& program_;
  const std::vector<paddle::ParameterData>& data_;
  std::string_view file_;
  std::unordered_map<std::string, Binding> values_;
  std::unordered_map<std::string, std::string> changed_;  ///< results in place: the operand
  std::unordered_map<std::string, size_t> parameters_;    ///< places in Program::parameters
  std::unordered_set<std::string> added_parameters_;
  std::unordered_map<std::string, paddle::TensorType> corrected_types_;
  /// Results that rules did not give, and the operators.
  std::unordered_map<std::string, std::string> left_out_;
  size_t number_ = 0;     ///< of operators so far
  size_t constants_ = 0;  ///< values of all constants so far
};

}  // namespace fastdeploy::onnx
