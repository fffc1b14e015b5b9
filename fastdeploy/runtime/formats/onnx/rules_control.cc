// SPDX-License-Identifier: Apache-2.0
//
// Loops and branches. In PIR, a body takes and gives values as a function does. In ProgramDesc, it
// writes variables of the blocks around it by their names.

#include <algorithm>

#include "fastdeploy/runtime/formats/onnx/body.h"

namespace fastdeploy::onnx {
namespace {

// --- Loops ---

/// A variable of a loop: its value before the loop in the graph, and the program's names for it in
/// the body and after the loop.
struct Variable {
  std::string start;
  std::string inside;
  std::string after;
  paddle::TensorType type;
};

/// `translate_body` returns the program's names of the condition and of the variables at the end of
/// an iteration.
template <typename Call>
void MakeLoop(Op& op, const std::string& condition, const std::vector<Variable>& variables,
              const std::vector<TensorArrayPtr>& arrays, Call translate_body) {
  Graph body;
  body.inputs = {Describe(op.FreshName(), kInt64, 0), Describe(op.FreshName(), kBool, 0)};
  Names inputs = {"", Condition(op, condition)};  // as often as the condition says
  for (const Variable& variable : variables) {
    inputs.push_back(variable.start);
    body.inputs.push_back(Describe(op.FreshName(), variable.type));
  }
  for (const TensorArrayPtr& array : arrays) array->Compute(op);
  AppendTo(&inputs, ArrayValues(arrays));
  for (const TensorArrayPtr& array : arrays) {
    array->numbers = op.FreshName();
    array->shapes = op.FreshName();
  }
  Describe(arrays, &body.inputs);
  body.nodes = op.Whole().Body([&] {
    for (size_t i = 0; i < variables.size(); ++i) {
      BindTo(op, variables[i].inside, body.inputs[i + 2].name);
    }
    const Names last = translate_body();
    Names values = {Condition(op, last[0])};
    for (size_t i = 0; i < variables.size(); ++i) {
      values.push_back(ValueAs(op, last[i + 1], variables[i].type));
    }
    AppendTo(&values, ArrayValues(arrays));
    AddOutputs(op, values, std::span(body.inputs).subspan(1), &body);
  });
  const Names results = op.EmitMany("Loop", inputs, inputs.size() - 2, {{"body", Share(body)}});
  for (size_t i = 0; i < variables.size(); ++i) BindTo(op, variables[i].after, results[i]);
  SetArrays(arrays, results);
}

Results WhilePir(Op& op) {
  Translation& whole = op.Whole();
  const size_t block = BodyOf(op);
  const Names operands = ValuesOf(op.Source().inputs);
  const Names& arguments = whole.BlockAt(block).arguments;
  if (operands.size() != arguments.size() + 1) op.Refuse("a body with other values than its loop");
  const auto written = WrittenArrays(whole, {block}, {});
  std::vector<Variable> variables;
  std::vector<size_t> places = {0};  // of the condition and the variables in what the body yields
  std::vector<size_t> lists;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const Translation::Binding binding = whole.Lookup(operands[i + 1]);
    if (binding.array != nullptr) {  // changed in place: each of its names is the same array
      lists.push_back(i);
      whole.Bind(arguments[i], binding);
      whole.Bind(op.OutputOf(i), binding);
      continue;
    }
    const paddle::TensorType& type = whole.TypeOf(arguments[i]);
    variables.push_back({.start = ValueAs(op, operands[i + 1], type),
                         .inside = arguments[i],
                         .after = op.OutputOf(i),
                         .type = type});
    places.push_back(i + 1);
  }
  const Names changed = ChangedValues(op, {block});
  for (const std::string& value : changed) {
    const paddle::TensorType& type = whole.TypeOf(value);
    variables.push_back(
        {.start = ValueAs(op, value, type), .inside = value, .after = value, .type = type});
  }
  MakeLoop(op, operands[0], variables, written, [&] {
    const Names yielded = whole.TranslateBlock(block);
    if (yielded.size() != operands.size()) op.Refuse("a body that yields other values");
    for (const size_t i : lists) {
      if (whole.Lookup(yielded[i + 1]).array != whole.Lookup(arguments[i]).array) {
        op.Refuse("a loop that puts another array in the place of one");
      }
    }
    Names last;
    for (const size_t place : places) last.push_back(yielded[place]);
    last.insert(last.end(), changed.begin(), changed.end());
    return last;
  });
  return {};
}

Results WhileDesc(Op& op) {
  Translation& whole = op.Whole();
  const size_t block = BodyOf(op);
  const Names results = ValuesOf(op.Source().outputs, "Out");
  const std::string& condition = op.ValueOf("condition");
  const auto arrays = WrittenArrays(whole, {block}, results);
  std::vector<Variable> variables;
  for (const std::string& name : WrittenVariables(op, block, results)) {
    variables.push_back({.start = ValueBefore(op, name),
                         .inside = name,
                         .after = name,
                         .type = whole.TypeOf(name)});
  }
  MakeLoop(op, condition, variables, arrays, [&] {
    whole.TranslateBlock(block);
    Names last = {condition};
    for (const Variable& variable : variables) last.push_back(variable.inside);
    return last;
  });
  return {};
}

// --- Branches ---

/// `translate` gives the values of the branch in the graph. What it does to arrays is undone.
template <typename Call>
Graph MakeBranch(Op& op, const std::vector<paddle::TensorType>& types,
                 const std::vector<TensorArrayPtr>& arrays, Call translate) {
  std::vector<ValueInfo> infos;
  for (const paddle::TensorType& type : types) infos.push_back(Describe("", type));
  Describe(arrays, &infos);
  const Names before = ArrayValues(arrays);
  Graph branch;
  branch.nodes = op.Whole().Body([&] {
    Names values = translate();
    AppendTo(&values, ArrayValues(arrays));
    AddOutputs(op, values, infos, &branch);
  });
  SetArrays(arrays, before);
  return branch;
}

/// Binds the program's names `results` to those of the branch that the condition chooses.
template <typename Then, typename Else>
void MakeIf(Op& op, const std::string& condition, const Names& results,
            const std::vector<TensorArrayPtr>& arrays, Then translate_then, Else translate_else) {
  std::vector<paddle::TensorType> types;
  for (const std::string& result : results) types.push_back(op.Whole().TypeOf(result));
  for (const TensorArrayPtr& array : arrays) array->Compute(op);
  const Attributes branches = {
      {"then_branch", Share(MakeBranch(op, types, arrays, translate_then))},
      {"else_branch", Share(MakeBranch(op, types, arrays, translate_else))}};
  const size_t count = results.size() + 2 * arrays.size();
  if (count == 0) return;
  const Names values = op.EmitMany("If", {condition}, count, branches);
  for (size_t i = 0; i < results.size(); ++i) BindTo(op, results[i], values[i]);
  SetArrays(arrays, values);
}

Results IfPir(Op& op) {
  Translation& whole = op.Whole();
  const std::vector<size_t>& blocks = op.Source().blocks;
  if (blocks.size() != 2) op.Refuse("other than two branches");
  if (const auto known = op.KnownInts("condition")) {
    const Names yielded = whole.TranslateBlock(blocks[known->at(0) != 0 ? 0 : 1]);
    for (size_t i = 0; i < std::min(yielded.size(), op.OutputCount()); ++i) {
      const Translation::Binding binding = whole.Lookup(yielded[i]);
      if (op.HasOutput(i)) whole.Bind(op.Outputs()[i], binding);
    }
    return {};
  }
  const Names changed = ChangedValues(op, blocks);
  Names results = op.Outputs();
  results.insert(results.end(), changed.begin(), changed.end());
  const auto branch = [&](size_t block) {
    return [&, block] {
      Names yielded = whole.TranslateBlock(block);
      if (yielded.size() != op.OutputCount()) op.Refuse("a branch that yields other values");
      yielded.insert(yielded.end(), changed.begin(), changed.end());
      Names values;
      for (size_t i = 0; i < yielded.size(); ++i) {
        values.push_back(ValueAs(op, yielded[i], whole.TypeOf(results[i])));
      }
      return values;
    };
  };
  MakeIf(op, Condition(op, op.ValueOf("condition")), results, WrittenArrays(whole, blocks, {}),
         branch(blocks[0]), branch(blocks[1]));
  return {};
}

/// Runs its body or leaves the variables as they are; an `else` is another such operator.
Results ConditionalBlock(Op& op) {
  Translation& whole = op.Whole();
  const size_t block = BodyOf(op);
  if (!op.Bool("is_scalar_condition")) op.Refuse("is_scalar_condition false");
  if (const auto known = op.KnownInts("condition")) {
    if (known->at(0) != 0) whole.TranslateBlock(block);
    return {};
  }
  const Names results = ValuesOf(op.Source().outputs, "Out");
  const auto arrays = WrittenArrays(whole, {block}, results);
  const Names written = WrittenVariables(op, block, results);
  MakeIf(
      op, Condition(op, op.ValueOf("condition")), written, arrays,
      [&] {
        whole.TranslateBlock(block);
        Names values;
        for (const std::string& name : written) {
          values.push_back(ValueAs(op, name, whole.TypeOf(name)));
        }
        return values;
      },
      [&] {
        Names values;
        for (const std::string& name : written) values.push_back(ValueBefore(op, name));
        return values;
      });
  return {};
}

/// One of two tensors, by a number.
Results SelectInput(Op& op) {
  if (op.Count("x") != 2) op.Refuse("other than two tensors to choose from");
  if (const auto known = op.KnownInts("mask")) {
    const Translation::Binding binding =
        op.Whole().Lookup(op.ValueOf("x", known->at(0) != 0 ? 1 : 0));
    op.Whole().Bind(op.OutputOf(), binding);
    return {};
  }
  const TensorArrayPtr array = op.Whole().Lookup(op.ValueOf("x")).array;
  if (array != nullptr && array == op.Whole().Lookup(op.ValueOf("x", 1)).array) {
    op.Whole().Bind(op.OutputOf(), {.name = "", .constant = {}, .array = array});
    return {};
  }
  const paddle::TensorType& type = op.Whole().TypeOf(op.OutputOf());
  const auto branch = [&](size_t i) {
    return [&op, &type, i] { return Names{ValueAs(op, op.ValueOf("x", i), type)}; };
  };
  const std::string mask = op.Cast(op.NumberOf("mask", kInt32), kBool);
  MakeIf(op, mask, op.Outputs(), {}, branch(1), branch(0));
  return {};
}

constexpr Rule kRules[] = {
    {"while|", "condition:X -> Out", WhilePir},
    {"|while", "condition:Condition -> Out", WhileDesc},
    {"if|", "condition:X -> Out", IfPir},
    {"|conditional_block conditional_block_infer", "condition:Cond -> Out", ConditionalBlock},
    {"|select_input", "x:*X mask:Mask -> Out", SelectInput},
};

}  // namespace

std::span<const Rule> ControlRules() { return kRules; }

}  // namespace fastdeploy::onnx
