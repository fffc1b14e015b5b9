// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/pir/control_flow.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/error.h"

namespace fastdeploy::pir {
namespace {

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

/// More than any model has; what follows looks through all of them for each.
void CheckCount(size_t variables) {
  constexpr size_t kMost = 1000;
  if (variables > kMost) Unsupported(fmt::format("control flow over {} values", variables));
}

const TensorType& TypeOf(const Value& value) {
  if (value.is_list || value.types.size() != 1) Unsupported("control flow over what is no tensor");
  return value.types[0];
}

/// Whether a block, or one inside it, reads a value other than to pass it on.
bool Reads(const Block& block, int64_t id) {
  return std::any_of(block.operations.begin(), block.operations.end(), [&](const Operation& op) {
    const bool reads = op.name != "cf.yield" &&
                       std::find(op.operands.begin(), op.operands.end(), id) != op.operands.end();
    return reads || std::any_of(op.regions.begin(), op.regions.end(),
                                [&](const Block& region) { return Reads(region, id); });
  });
}

/// What a loop starts with. The exporter fills variables that have no value before the loop with a
/// number of any shape: where nobody reads it, it gets the shape that the loop has for it.
std::string StartValue(Rewriter& rewriter, size_t operand, const Block& block,
                       const Value& argument) {
  const Constant* known = rewriter.KnownOperand(operand);
  if (known == nullptr || known->values.size() != 1 || Reads(block, argument.id)) {
    return rewriter.Tensor(operand);
  }
  Constant filled = *known;
  filled.type = TypeOf(argument);
  for (int64_t& dim : filled.type.dims) dim = std::max<int64_t>(dim, 1);
  return rewriter.EmitConstant(filled);
}

/// A copy in memory of its own. OpenVINO's CPU plugin makes none for a reshape, and then mixes up
/// variables that a loop exchanges.
std::string NewTensor(Rewriter& rewriter, const std::string& x, const TensorType& type) {
  return rewriter.EmitBinary(type.dtype == kBool ? "logical_or" : "elementwise_max", x, x, type);
}

/// Copies what a body ends with to the variables around it, all of it read before any is changed.
void CopyBack(Rewriter& rewriter, std::vector<std::string> from, const std::vector<std::string>& to,
              const std::vector<TensorType>& types) {
  if (from.size() != to.size()) {
    Fail(fmt::format("a body ends with {} values: expected {}", from.size(), to.size()));
  }
  for (size_t i = 0; i < from.size(); ++i) {
    const bool is_changed = std::find(to.begin(), to.end(), from[i]) != to.end();
    if (!is_changed) continue;
    from[i] = NewTensor(rewriter, from[i], types[i]);
  }
  for (size_t i = 0; i < from.size(); ++i) rewriter.EmitCopyTo(from[i], types[i], to[i]);
}

/// What a block reads from outside, and the variables that it changes.
std::vector<std::string> Inputs(const Rewriter& rewriter, BlockIndex block,
                                const std::vector<std::string>& changed) {
  std::vector<std::string> inputs = rewriter.ReadFromOutside(block);
  for (const std::string& name : changed) {
    if (std::find(inputs.begin(), inputs.end(), name) == inputs.end()) inputs.push_back(name);
  }
  return inputs;
}

}  // namespace

void TranslateWhile(Rewriter& rewriter, const Operation& op, const BodyTranslator& body) {
  const size_t count = op.results.size();
  if (op.regions.size() != 1 || op.operands.size() != count + 1 ||
      op.regions[0].arguments.size() != count || count == 0) {
    Fail(fmt::format("a loop of {} operands and {} results", op.operands.size(), count));
  }
  CheckCount(count);
  const Block& block = op.regions[0];
  std::vector<TensorType> types = {rewriter.TypeOf(0)};
  std::vector<std::string> variables = {rewriter.Temporary(types[0])};
  rewriter.EmitCopyTo(rewriter.Tensor(0), types[0], variables[0]);
  for (size_t i = 0; i < count; ++i) {
    types.push_back(TypeOf(block.arguments[i]));
    const std::string start = StartValue(rewriter, i + 1, block, block.arguments[i]);
    variables.push_back(rewriter.Temporary(types.back()));
    rewriter.EmitCopyTo(start, types.back(), variables.back());
  }
  rewriter.BeginBlock();
  for (size_t i = 0; i < count; ++i) {
    rewriter.DefineValue(block.arguments[i], {variables[i + 1]});
  }
  CopyBack(rewriter, body(block), variables, types);
  const BlockIndex index = rewriter.EndBlock();
  rewriter.SetOperation(&op);
  // The condition has a slot of its own, and must not be among the others.
  const std::string condition = variables[0];
  std::vector<std::string> inputs = Inputs(rewriter, index, variables);
  std::erase(inputs, condition);
  std::rotate(variables.begin(), variables.begin() + 1, variables.end());
  rewriter.Emit({.type = "while",
                 .inputs = {{"X", inputs}, {"Condition", {condition}}},
                 .outputs = {{"Out", variables}},
                 .attributes = {{"sub_block", index}, {"is_test", true}}});
  for (size_t i = 0; i < count; ++i) rewriter.DefineAlias(i, {variables[i]});
}

void TranslateIf(Rewriter& rewriter, const Operation& op, const BodyTranslator& body) {
  const size_t count = op.results.size();
  if (op.regions.size() != 2 || op.operands.size() != 1 || count == 0) {
    Fail(fmt::format("a choice of {} branches with {} results", op.regions.size(), count));
  }
  CheckCount(count);
  const std::string condition = rewriter.Tensor(0);
  std::vector<TensorType> types;
  std::vector<std::string> variables;
  for (const Value& result : op.results) {
    types.push_back(TypeOf(result));
    variables.push_back(rewriter.Temporary(types.back()));
  }
  CopyBack(rewriter, body(op.regions[1]), variables, types);
  rewriter.BeginBlock();
  CopyBack(rewriter, body(op.regions[0]), variables, types);
  const BlockIndex index = rewriter.EndBlock();
  rewriter.SetOperation(&op);
  rewriter.Emit({.type = "conditional_block",
                 .inputs = {{"Cond", {condition}}, {"Input", Inputs(rewriter, index, variables)}},
                 .outputs = {{"Out", variables}},
                 .attributes = {{"sub_block", index}, {"is_scalar_condition", true}}});
  for (size_t i = 0; i < count; ++i) rewriter.DefineAlias(i, {variables[i]});
}

}  // namespace fastdeploy::pir
