// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/pir/rewriter.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::pir {
namespace {

/// Limit of the translated program: about a hundred times the size of vision models.
constexpr size_t kMostBytes = size_t{64} << 20;

/// Limit of lists of axes, sizes or positions.
constexpr size_t kMostInts = 65536;

size_t SizeOf(const AttributeDesc& value) {
  return std::visit(
      [](const auto& v) {
        if constexpr (requires { v.size(); }) return v.size() * sizeof(*v.begin());
        return sizeof(v);
      },
      value);
}

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

}  // namespace

Rewriter::Rewriter() { blocks_.emplace_back(); }

// ---- operands ----

bool Rewriter::Given(size_t operand) const {
  return operand < op_->operands.size() && op_->operands[operand] != 0;
}

const Rewriter::Known& Rewriter::Operand(size_t operand) const {
  if (!Given(operand)) Fail(fmt::format("operand {} is missing", operand));
  const auto found = values_.find(op_->operands[operand]);
  if (found == values_.end()) {
    Fail(fmt::format("operand {} is value {}, which no operation before this one defines", operand,
                     op_->operands[operand]));
  }
  return found->second;
}

bool Rewriter::IsList(size_t operand) const { return Operand(operand).value.is_list; }

const Constant* Rewriter::KnownOperand(size_t operand) const {
  const Known& known = Operand(operand);
  return known.is_constant ? &known.constant : nullptr;
}

const Constant& Rewriter::ConstantOperand(size_t operand) const {
  const Constant* constant = KnownOperand(operand);
  if (constant == nullptr) {
    Unsupported(fmt::format("operand {}, which is computed (expected a constant)", operand));
  }
  return *constant;
}

std::vector<int64_t> Rewriter::IntsOperand(size_t operand) const {
  const Constant& constant = ConstantOperand(operand);
  const auto count = static_cast<size_t>(constant.Elements());
  if (count > kMostInts) {
    Unsupported(
        fmt::format("operand {} with {} numbers (the limit is {})", operand, count, kMostInts));
  }
  std::vector<int64_t> numbers;
  for (const double value : constant.values) numbers.push_back(AsInt(Json(value)));
  if (numbers.size() == 1 && count != 1) numbers.assign(count, numbers[0]);
  return numbers;
}

int64_t Rewriter::IntOperand(size_t operand) const {
  const std::vector<int64_t> numbers = IntsOperand(operand);
  if (numbers.size() != 1) {
    Fail(fmt::format("operand {}: expected one number, found {}", operand, numbers.size()));
  }
  return numbers[0];
}

const TensorType& Rewriter::TypeOf(size_t operand) const {
  const Known& known = Operand(operand);
  if (known.value.is_list || known.value.types.size() != 1) {
    Fail(fmt::format("operand {}: expected a tensor, found {}", operand,
                     known.value.is_list ? "a list" : "nothing"));
  }
  return known.value.types[0];
}

std::string Rewriter::Tensor(size_t operand) {
  (void)TypeOf(operand);
  return Tensors(operand).front();
}

std::string Rewriter::TensorOfType(size_t operand, int64_t dtype) {
  const Constant* constant = KnownOperand(operand);
  if (constant == nullptr || constant->type.dtype == dtype) return Tensor(operand);
  Constant converted = *constant;
  converted.type.dtype = dtype;
  return EmitConstant(converted);
}

std::vector<std::string> Rewriter::Tensors(size_t operand) {
  const Known& known = Operand(operand);
  if (known.is_constant && known.tensors.empty()) {
    // A constant that is emitted in a body of control flow is not visible after it.
    if (current_ != 0) return {EmitConstant(known.constant)};
    const int64_t id = op_->operands[operand];
    values_.at(id).tensors = {EmitConstant(known.constant, WishOf({id, 0}))};
  }
  if (known.tensors.empty() || known.tensors.size() != known.value.types.size()) {
    Unsupported(
        fmt::format("operand {}, a result without a counterpart in the older format", operand));
  }
  return known.tensors;
}

// ---- the older program ----

void Rewriter::SetOperation(const Operation* op) {
  op_ = op;
  asked_.clear();
}

void Rewriter::Emit(OpDesc op) {
  // A small file can make this large, by using one long list again and again.
  for (const SlotsDesc* slots : {&op.inputs, &op.outputs}) {
    for (const auto& [slot, tensors] : *slots) {
      for (const std::string& tensor : tensors) bytes_ += tensor.size() + 2;
    }
  }
  for (const auto& [name, value] : op.attributes) bytes_ += name.size() + SizeOf(value);
  if (bytes_ > kMostBytes) Unsupported(fmt::format("a program of more than {} bytes", kMostBytes));
  blocks_[current_].operators.push_back(std::move(op));
}

std::string Rewriter::Declare(const std::string& name, const TensorType& type) {
  if (name.empty() || !names_.insert(name).second) {
    Fail(fmt::format("the name '{}' is used twice", name));
  }
  blocks_[current_].variables.push_back(
      {.name = name, .dtype = type.dtype, .dims = type.dims, .persistable = false});
  return name;
}

Rewriter::Known& Rewriter::Define(size_t result) {
  if (result >= op_->results.size()) Fail(fmt::format("result {} is missing", result));
  const Value& value = op_->results[result];
  const auto [place, added] = values_.insert({value.id, {}});
  if (!added) Fail(fmt::format("value {} is defined twice", value.id));
  place->second.value = value;
  return place->second;
}

std::string Rewriter::Result(size_t index) {
  Known& known = Define(index);
  if (known.value.is_list || known.value.types.size() != 1) {
    Fail(fmt::format("result {}: expected a tensor", index));
  }
  const std::string wish = WishOf({known.value.id, 0});
  std::string name = wish.empty() ? fmt::format("%{}", known.value.id) : wish;
  known.tensors = {Declare(name, known.value.types[0])};
  return name;
}

std::string Rewriter::WishOf(const ValueElement& element) const {
  const auto found = wishes_.find(element);
  return found == wishes_.end() ? "" : found->second;
}

std::vector<std::string> Rewriter::ListResult(size_t index) {
  Known& known = Define(index);
  if (!known.value.is_list) Fail(fmt::format("result {}: expected a list of tensors", index));
  for (const TensorType& type : known.value.types) {
    const size_t element = known.tensors.size();
    const std::string wish = WishOf({known.value.id, element});
    const std::string name = wish.empty() ? fmt::format("%{}.{}", known.value.id, element) : wish;
    known.tensors.push_back(Declare(name, type));
  }
  return known.tensors;
}

std::string Rewriter::Temporary(const TensorType& type, const std::string& name) {
  return Declare(name.empty() ? fmt::format("%t{}", ++temporaries_) : name, type);
}

std::string Rewriter::EmitUnary(const std::string& type, const std::string& x,
                                const TensorType& result,
                                std::vector<std::pair<std::string, AttributeDesc>> attributes,
                                const std::string& name) {
  std::string out = Temporary(result, name);
  Emit({.type = type,
        .inputs = {{"X", {x}}},
        .outputs = {{"Out", {out}}},
        .attributes = std::move(attributes)});
  return out;
}

std::string Rewriter::EmitBinary(const std::string& type, const std::string& x,
                                 const std::string& y, const TensorType& result) {
  std::string out = Temporary(result);
  Emit({.type = type,
        .inputs = {{"X", {x}}, {"Y", {y}}},
        .outputs = {{"Out", {out}}},
        .attributes = {{"axis", -1}}});
  return out;
}

std::string Rewriter::EmitCopy(const std::string& x, const TensorType& type,
                               const std::string& name) {
  EmitCopyTo(x, type, Declare(name, type));
  return name;
}

void Rewriter::EmitCopyTo(const std::string& x, const TensorType& type, const std::string& name) {
  // Not `assign`, which front ends take for another name of the same tensor.
  Emit({.type = "reshape2",
        .inputs = {{"X", {x}}},
        .outputs = {{"Out", {name}}},
        .attributes = {{"shape", std::vector<int32_t>(type.dims.size(), 0)}}});
}

std::string Rewriter::EmitCast(const std::string& x, int64_t from, const TensorType& result,
                               const std::string& name) {
  std::string out = Temporary(result, name);
  EmitCastTo(x, from, result.dtype, out);
  return out;
}

void Rewriter::EmitCastTo(const std::string& x, int64_t from, int64_t to, const std::string& name) {
  Emit({.type = "cast",
        .inputs = {{"X", {x}}},
        .outputs = {{"Out", {name}}},
        .attributes = {{"in_dtype", static_cast<int32_t>(from)},
                       {"out_dtype", static_cast<int32_t>(to)}}});
}

void Rewriter::BeginBlock() {
  const auto parent = static_cast<int32_t>(current_);
  current_ = blocks_.size();
  blocks_.emplace_back();
  blocks_.back().parent = parent;
}

BlockIndex Rewriter::EndBlock() {
  const BlockIndex done = {static_cast<int32_t>(current_)};
  current_ = static_cast<size_t>(blocks_[current_].parent);
  return done;
}

std::vector<std::string> Rewriter::ReadFromOutside(BlockIndex block) const {
  std::vector<std::string> outside;
  std::set<std::string> known = parameters_;
  for (const OpDesc& op : blocks_[static_cast<size_t>(block.index)].operators) {
    for (const auto& [slot, tensors] : op.inputs) {
      for (const std::string& tensor : tensors) {
        if (known.insert(tensor).second) outside.push_back(tensor);
      }
    }
    for (const auto& [slot, tensors] : op.outputs) known.insert(tensors.begin(), tensors.end());
  }
  return outside;
}

void Rewriter::DefineValue(const Value& value, std::vector<std::string> tensors) {
  const auto [place, added] = values_.insert({value.id, {}});
  if (!added) Fail(fmt::format("value {} is defined twice", value.id));
  place->second.value = value;
  place->second.tensors = std::move(tensors);
}

void Rewriter::DefineConstant(size_t result, Constant constant) {
  Known& known = Define(result);
  known.is_constant = true;
  known.constant = std::move(constant);
}

void Rewriter::DefineAlias(size_t result, std::vector<std::string> tensors) {
  Known& known = Define(result);
  if (known.value.types.size() != tensors.size()) {
    Fail(fmt::format("expected {} tensors, found {}", known.value.types.size(), tensors.size()));
  }
  known.tensors = std::move(tensors);
}

void Rewriter::AddParameter(const ParameterValue& value) {
  const PaddleParameter& parameter = value.parameter;
  // Readers skip parameters with such names, and would then confuse all that follow.
  if (parameter.name.ends_with("feed") || parameter.name.ends_with("fetch")) {
    Unsupported(fmt::format("a parameter called '{}'", parameter.name));
  }
  const TensorType type = {parameter.dtype, parameter.dims};
  DefineValue({.id = value.id, .is_list = false, .types = {type}}, {Declare(parameter.name, type)});
  blocks_[current_].variables.back().persistable = true;
  parameters_.insert(parameter.name);
}

void Rewriter::AddInput(const Value& value, const std::string& name) {
  if (value.types.size() != 1) Fail("an input is not a tensor");
  DefineValue(value, {Declare(name, value.types[0])});
}

int32_t Saturate32(int64_t value) {
  return static_cast<int32_t>(std::clamp<int64_t>(value, std::numeric_limits<int32_t>::min(),
                                                  std::numeric_limits<int32_t>::max()));
}

std::vector<int32_t> Saturate32(const std::vector<int64_t>& values) {
  std::vector<int32_t> saturated;
  for (const int64_t value : values) saturated.push_back(Saturate32(value));
  return saturated;
}

void Unsupported(const std::string& what) {
  throw Error(ErrorKind::kUnsupported, "not supported: " + what);
}

}  // namespace fastdeploy::pir
