// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/pir/control_flow.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/error.h"

namespace fastdeploy::pir {
namespace {

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

/// Limits the time of what follows, which is quadratic. No model has as many.
void CheckCount(size_t variables) {
  constexpr size_t kMost = 1000;
  if (variables > kMost) {
    Unsupported(fmt::format("control flow with {} values (the limit is {})", variables, kMost));
  }
}

const TensorType& TypeOf(const Value& value) {
  if (value.is_list || value.types.size() != 1) {
    Unsupported("control flow with values that are not tensors");
  }
  return value.types[0];
}

/// Whether a block, or one inside it, uses a value other than by yielding it.
bool Reads(const Block& block, int64_t id) {
  return std::any_of(block.operations.begin(), block.operations.end(), [&](const Operation& op) {
    const bool reads = op.name != "cf.yield" &&
                       std::find(op.operands.begin(), op.operands.end(), id) != op.operands.end();
    return reads || std::any_of(op.regions.begin(), op.regions.end(),
                                [&](const Block& region) { return Reads(region, id); });
  });
}

/// The start value of a loop's variable. For a variable without a value before the loop, the
/// exporter writes a constant of any shape. If nothing reads it, it gets the shape that it has in
/// the loop.
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

/// A copy in memory of its own. OpenVINO's CPU plugin does not copy for a reshape, and then
/// confuses variables that a loop exchanges.
std::string NewTensor(Rewriter& rewriter, const std::string& x, const TensorType& type) {
  return rewriter.EmitBinary(type.dtype == kBool ? "logical_or" : "elementwise_max", x, x, type);
}

/// Copies what a body yields to the variables around it, reading all of it before changing any.
void CopyBack(Rewriter& rewriter, std::vector<std::string> from, const std::vector<std::string>& to,
              const std::vector<TensorType>& types) {
  if (from.size() != to.size()) {
    Fail(fmt::format("a body yields {} values: expected {}", from.size(), to.size()));
  }
  for (size_t i = 0; i < from.size(); ++i) {
    const bool is_changed = std::find(to.begin(), to.end(), from[i]) != to.end();
    if (!is_changed) continue;
    from[i] = NewTensor(rewriter, from[i], types[i]);
  }
  for (size_t i = 0; i < from.size(); ++i) rewriter.EmitCopyTo(from[i], types[i], to[i]);
}

/// The variables that a block reads from outside, and those that it changes.
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
    Fail(fmt::format("a loop has {} operands and {} results", op.operands.size(), count));
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
  // The condition has a slot of its own and must not be in the other one.
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
    Fail(fmt::format("a choice has {} branches and {} results", op.regions.size(), count));
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
