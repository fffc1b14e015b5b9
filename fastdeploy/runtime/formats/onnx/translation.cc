// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/translation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <stdexcept>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/onnx/take_until.h"
#include "fastdeploy/runtime/formats/onnx/translate.h"
#include "fastdeploy/runtime/formats/paddle/parameter_file.h"

namespace fastdeploy {
namespace onnx {
namespace {

using RuleMap = std::unordered_map<std::string_view, const Rule*>;

void AddNames(std::string_view names, const Rule& rule, RuleMap* rules) {
  while (!names.empty()) {
    const std::string_view name = TakeUntil(' ', &names);
    if (!name.empty()) rules->insert_or_assign(name, &rule);
  }
}

/// The rules of both formats, by the names of operators.
std::array<RuleMap, 2> MakeRules() {
  std::array<RuleMap, 2> rules;
  for (const auto table :
       {ActivationRules(), MathRules(), ReduceRules(), ConvolutionRules(), PoolRules(), NormRules(),
        ShapeRules(), SliceRules(), CreationRules(), IndexRules(), ResizeRules(), PixelRules(),
        DetectionRules(), BoxRules(), AnchorRules(), ControlRules(), ArrayRules(), RecurrentRules(),
        QuantizationRules()}) {
    for (const Rule& rule : table) {
      std::string_view rest = rule.names;
      const bool same = rest.find('|') == std::string_view::npos;
      const std::string_view pir = TakeUntil('|', &rest);
      AddNames(pir, rule, &rules[static_cast<size_t>(paddle::ProgramFormat::kPir)]);
      AddNames(same ? pir : rest, rule,
               &rules[static_cast<size_t>(paddle::ProgramFormat::kProgramDesc)]);
    }
  }
  return rules;
}

const Rule* FindRule(paddle::ProgramFormat format, const std::string& type) {
  static const std::array<RuleMap, 2> rules = MakeRules();
  const RuleMap& map = rules[static_cast<size_t>(format)];
  const auto found = map.find(type);
  return found == map.end() ? nullptr : found->second;
}

constexpr std::string_view kYield = "cf.yield";
constexpr size_t kMostConstants = size_t{1} << 25;

}  // namespace

Translation::Translation(const paddle::Program& program,
                         const std::vector<paddle::ParameterData>& data, std::string_view file)
    : Builder(&own_state_), program_(program), data_(data), file_(file) {
  for (size_t i = 0; i < program.parameters.size(); ++i) {
    parameters_.emplace(program.parameters[i].name, i);
  }
}

void Translation::CheckSupported() const {
  std::set<std::string> unknown;
  for (const paddle::Block& block : program_.blocks) {
    for (const paddle::Operator& op : block.operators) {
      if (op.type != kYield && FindRule(program_.format, op.type) == nullptr) {
        unknown.insert(op.type);
      }
    }
  }
  if (unknown.empty()) return;
  throw Error(ErrorKind::kUnsupported,
              fmt::format("operators that are not supported: {}", fmt::join(unknown, ", ")));
}

Graph Translation::Run() {
  CheckSupported();
  if (program_.outputs.empty()) throw Error(ErrorKind::kInvalidFile, "the program has no outputs");
  std::set<std::string> taken;
  for (const paddle::Port& input : program_.inputs) {
    const paddle::TensorType& type = TypeOf(input.value);
    if (!taken.insert(input.name).second || parameters_.contains(input.name)) {
      throw Error(ErrorKind::kInvalidFile,
                  fmt::format("two values are called '{}', one of them an input", input.name));
    }
    state_->graph.inputs.push_back({.name = input.name, .dtype = type.dtype, .dims = type.dims});
    Bind(input.value, {.name = input.name, .constant = std::nullopt, .array = nullptr});
  }
  TranslateBlock(0);
  for (const paddle::Port& output : program_.outputs) {
    std::string name = output.name;
    while (!taken.insert(name).second || parameters_.contains(name)) name += "_out";
    state_->operator_name = "output";
    const std::string value = NameOf(output.value);
    Node node = {.type = "Identity",
                 .domain = "",
                 .name = name,
                 .inputs = {value},
                 .outputs = {name},
                 .attributes = {}};
    state_->graph.nodes.push_back(std::move(node));
    const Binding& binding = Lookup(output.value);
    ValueInfo info = {.name = name, .dtype = 0, .dims = std::nullopt};
    if (binding.constant.has_value()) {
      info.dtype = binding.constant->dtype;
      info.dims = binding.constant->dims;
    } else {
      const paddle::TensorType& type = TypeOf(output.value);
      info.dtype = type.dtype;
      // Only how many there are, as the model may run with other sizes than the program declares.
      info.dims = std::vector<int64_t>(type.dims.size(), -1);
    }
    state_->graph.outputs.push_back(std::move(info));
  }
  RemoveUnused(&state_->graph);
  return std::move(state_->graph);
}

Names Translation::TranslateBlock(size_t block) {
  for (const paddle::Operator& op : program_.blocks[block].operators) {
    if (op.type == kYield) {
      Names values;
      for (const paddle::Operand& operand : op.inputs) {
        values.insert(values.end(), operand.values.begin(), operand.values.end());
      }
      return values;
    }
    const size_t number = number_++;
    const std::string outer =
        std::exchange(state_->operator_name, fmt::format("{}.{}", op.type, number));
    try {
      Translate(op);
    } catch (const Error& error) {
      throw error.Within(fmt::format("operator {} ('{}')", number, op.type));
    } catch (const std::out_of_range&) {  // of what a rule takes by its place
      throw Error(
          ErrorKind::kInvalidFile,
          fmt::format("operator {} ('{}'): an array or a shape is too short", number, op.type));
    }
    state_->operator_name = outer;
  }
  return {};
}

void Translation::Translate(const paddle::Operator& source) {
  const Rule& rule = *FindRule(program_.format, source.type);
  Op op(this, state_, source);
  op.Bind(rule.operands);
  if (const std::string* changed = ChangedBy(source)) {
    changed_[source.outputs[0].values[0]] = Resolve(*changed);
  }
  Results results = rule.apply(op);
  for (size_t i = results.size(); i < op.OutputCount(); ++i) {
    if (op.HasOutput(i)) left_out_[op.Outputs()[i]] = source.type;
  }
  for (size_t i = 0; i < std::min(results.size(), op.OutputCount()); ++i) {
    if (results[i].constant.has_value()) {
      constants_ += results[i].constant->Count();
      if (constants_ > kMostConstants) op.Refuse("more than 2^25 values of constants in a program");
    }
    if (!op.HasOutput(i)) continue;
    if (results[i].name.empty() && !results[i].constant.has_value()) continue;
    Bind(op.Outputs()[i], {.name = std::move(results[i].name),
                           .constant = std::move(results[i].constant),
                           .array = nullptr});
  }
}

const Translation::Binding& Translation::Lookup(const std::string& value) {
  const std::string& original = Resolve(value);
  const auto found = values_.find(original);
  if (found != values_.end()) return found->second;
  const paddle::Parameter* parameter = FindParameter(original);
  if (parameter == nullptr) {
    if (const auto left_out = left_out_.find(value); left_out != left_out_.end()) {
      throw Error(
          ErrorKind::kUnsupported,
          fmt::format("not supported: a further result of an operator '{}'", left_out->second));
    }
    throw Error(ErrorKind::kInvalidFile,
                fmt::format("value '{}' is used before it is defined", value));
  }
  return values_[original] = {
             .name = AddParameter(*parameter), .constant = std::nullopt, .array = nullptr};
}

std::string Translation::NameOf(const std::string& value) {
  const Binding& binding = Lookup(value);
  if (binding.constant.has_value()) return Constant(*binding.constant);
  if (binding.array != nullptr) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("not supported: the array '{}' as a tensor", value));
  }
  return binding.name;
}

const paddle::TensorType& Translation::TypeOf(const std::string& value) const {
  static const paddle::TensorType unknown;
  if (const auto corrected = corrected_types_.find(value); corrected != corrected_types_.end()) {
    return corrected->second;
  }
  const auto found = program_.types.find(value);
  return found == program_.types.end() ? unknown : found->second;
}

const std::string& Translation::Resolve(const std::string& value) const {
  const auto found = changed_.find(value);
  return found == changed_.end() ? value : found->second;
}

const std::string* Translation::ChangedBy(const paddle::Operator& op) {
  // Normalisation changes statistics in place, which matters in training only.
  if (!op.in_place || op.type.find("batch_norm") != std::string::npos) return nullptr;
  const size_t place = op.type == "assign_out" ? 1 : 0;
  const bool is_one = place < op.inputs.size() && op.inputs[place].values.size() == 1 &&
                      !op.outputs.empty() && op.outputs[0].values.size() == 1;
  return is_one ? &op.inputs[place].values[0] : nullptr;
}

const paddle::Parameter* Translation::FindParameter(const std::string& value) const {
  const auto found = parameters_.find(value);
  if (found == parameters_.end()) return nullptr;
  const auto bound = values_.find(value);
  const bool changed = bound != values_.end() && bound->second.name != value;
  return changed ? nullptr : &program_.parameters[found->second];
}

Array Translation::ParameterData(const paddle::Parameter& parameter) const {
  const paddle::ParameterData& data = data_[parameters_.at(parameter.name)];
  return Array::FromBytes(data.bytes, DTypeOf(data.dtype), parameter.type.dims);
}

std::string Translation::AddParameter(const paddle::Parameter& parameter) {
  // Bodies forget what they bind, but the graph keeps the parameter.
  if (!added_parameters_.insert(parameter.name).second) return parameter.name;
  // Shapes and indices have to be known when the shapes of a model are worked out.
  constexpr size_t kSmall = 32768;
  const auto& [dtype, bytes] = data_[parameters_.at(parameter.name)];
  const bool inside = file_.empty() || bytes.empty() || (!IsFloat(dtype) && bytes.size() <= kSmall);
  Initializer tensor = {
      .name = parameter.name, .dtype = dtype, .dims = parameter.type.dims, .data = bytes};
  if (!inside) {
    tensor.data = Initializer::InFile{.offset = static_cast<uint64_t>(bytes.data() - file_.data()),
                                      .size = bytes.size()};
  }
  own_state_.graph.initializers.push_back(std::move(tensor));
  return parameter.name;
}

}  // namespace onnx

OnnxModel TranslateToOnnx(const paddle::Program& program, std::string_view params,
                          WeightPlace place, const std::string& params_name) {
  const auto data = paddle::ReadParameterFile(params, program.parameters);
  const bool inside = place == WeightPlace::kInside;
  onnx::Translation translation(program, data, inside ? std::string_view() : params);
  const onnx::Graph graph = translation.Run();
  return {.bytes = onnx::SerializeModel(graph, place == WeightPlace::kFile ? params_name : ""),
          .own_operators = translation.UsedOwnOperators()};
}

}  // namespace fastdeploy
