// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/take_until.h"
#include "fastdeploy/runtime/formats/onnx/translation.h"

namespace fastdeploy::onnx {
namespace {

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

const paddle::Operand* FindSlot(const std::vector<paddle::Operand>& operands,
                                std::string_view slot) {
  const auto found = std::ranges::find(operands, slot, &paddle::Operand::slot);
  return found == operands.end() ? nullptr : &*found;
}

}  // namespace

Op::Op(Translation* translation, State* state, const paddle::Operator& source)
    : Builder(state), translation_(translation), source_(&source) {}

void Op::Bind(std::string_view operands) {
  std::string_view results = operands;
  std::string_view inputs = TakeUntil('>', &results);
  inputs.remove_suffix(inputs.ends_with('-') ? 1 : 0);
  size_t place = 0;
  while (!inputs.empty()) {
    std::string_view sources = TakeUntil(' ', &inputs);
    if (sources.empty()) continue;
    const std::string_view name = TakeUntil(':', &sources);
    operands_.push_back({.name = name, .values = {}, .constant = std::nullopt});
    IsPir() ? BindPir(sources, place) : BindSlots(sources);
    ++place;
  }
  if (IsPir()) {
    for (const paddle::Operand& result : source_->outputs) {
      outputs_.insert(outputs_.end(), result.values.begin(), result.values.end());
    }
    return;
  }
  while (!results.empty()) {
    std::string_view slot = TakeUntil(' ', &results);
    if (slot.empty()) continue;
    const bool is_list = slot.starts_with('*');
    if (is_list) slot.remove_prefix(1);
    const paddle::Operand* found = FindSlot(source_->outputs, slot);
    if (found != nullptr && (is_list || !found->values.empty())) {
      outputs_.insert(outputs_.end(), found->values.begin(), found->values.end());
    } else if (!is_list) {
      outputs_.emplace_back();
    }
  }
}

void Op::BindPir(std::string_view sources, size_t place) {
  if (place < source_->inputs.size()) {
    operands_.back().values = source_->inputs[place].values;
    return;
  }
  while (!sources.empty()) {
    const std::string_view source = TakeUntil(',', &sources);
    if (!source.starts_with('@')) continue;
    operands_.back().constant = FromAttribute(source.substr(1));
    if (operands_.back().constant.has_value()) return;
  }
}

void Op::BindSlots(std::string_view sources) {
  while (!sources.empty()) {
    const std::string_view source = TakeUntil(',', &sources);
    if (source.starts_with('@')) {
      operands_.back().constant = FromAttribute(source.substr(1));
      if (!operands_.back().constant.has_value()) {
        operands_.back().values = NamesInAttribute(source.substr(1));
      }
      if (operands_.back().constant.has_value() || !operands_.back().values.empty()) return;
      continue;
    }
    const bool is_list = source.starts_with('*');
    const paddle::Operand* slot = FindSlot(source_->inputs, source.substr(is_list ? 1 : 0));
    if (slot == nullptr || slot->values.empty()) continue;
    operands_.back().values = slot->values;
    if (!is_list) operands_.back().values.resize(1);
    return;
  }
}

std::optional<Array> Op::FromAttribute(std::string_view name) const {
  const paddle::Attribute* attribute = Find(name);
  if (attribute == nullptr) return std::nullopt;
  if (const auto* whole = std::get_if<int64_t>(attribute)) {
    return Array{.dtype = kInt64, .dims = {}, .ints = {*whole}, .floats = {}};
  }
  if (const auto* truth = std::get_if<bool>(attribute)) {
    return Array::Scalar(*truth ? 1 : 0, kBool);
  }
  if (const auto* real = std::get_if<double>(attribute)) return Array::Scalar(*real, kFloat32);
  if (const auto* ints = std::get_if<std::vector<int64_t>>(attribute)) return Array::Ints(*ints);
  if (const auto* floats = std::get_if<std::vector<double>>(attribute)) {
    return Array::Floats(*floats, {static_cast<int64_t>(floats->size())});
  }
  return std::nullopt;
}

Names Op::NamesInAttribute(std::string_view name) const {
  const paddle::Attribute* attribute = Find(name);
  if (attribute == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(attribute)) return {*text};
  const auto* texts = std::get_if<std::vector<std::string>>(attribute);
  return texts == nullptr ? Names() : *texts;
}

const Op::Given* Op::FindOperand(std::string_view operand) const {
  const auto found = std::ranges::find(operands_, operand, &Given::name);
  return found == operands_.end() ? nullptr : &*found;
}

const Op::Given& Op::Operand(std::string_view operand) const {
  const Given* given = FindOperand(operand);
  if (given == nullptr || (given->values.empty() && !given->constant.has_value())) {
    Fail(fmt::format("operand '{}' is missing", operand));
  }
  return *given;
}

const std::string& Op::Value(std::string_view operand, size_t i) const {
  const Given& given = Operand(operand);
  if (i >= given.values.size()) {
    Fail(fmt::format("operand '{}' has {} tensors", operand, given.values.size()));
  }
  return given.values[i];
}

bool Op::Has(std::string_view operand) const {
  const Given* given = FindOperand(operand);
  return given != nullptr && (!given->values.empty() || given->constant.has_value());
}

size_t Op::Count(std::string_view operand) const {
  const Given* given = FindOperand(operand);
  return given == nullptr ? 0 : given->values.size();
}

std::string Op::In(std::string_view operand, size_t i) {
  const Given& given = Operand(operand);
  if (given.constant.has_value()) return Constant(*given.constant);
  return translation_->NameOf(Value(operand, i));
}

std::string Op::InAs(std::string_view operand, DType dtype, size_t i) {
  const Given& given = Operand(operand);
  if (given.constant.has_value()) return Constant(given.constant->As(dtype));
  const Translation::Binding& binding = translation_->Lookup(Value(operand, i));
  if (binding.constant.has_value()) return Constant(binding.constant->As(dtype));
  const std::string name = In(operand, i);
  return TypeOf(operand, i) == dtype ? name : Cast(name, dtype);
}

Names Op::All(std::string_view operand) {
  if (Operand(operand).constant.has_value()) return {In(operand)};
  Names names;
  for (size_t i = 0; i < Count(operand); ++i) names.push_back(In(operand, i));
  return names;
}

std::string Op::VectorOf(std::string_view operand, DType dtype) {
  if (const auto known = Known(operand)) {
    return Constant(known->As(dtype).Reshaped({static_cast<int64_t>(known->Count())}));
  }
  Names parts;
  for (size_t i = 0; i < Count(operand); ++i) {
    const std::string part = InAs(operand, dtype, i);
    parts.push_back(RankOf(operand, i) == 1 ? part : Reshape(part, {-1}));
  }
  return Concat(parts, 0);
}

std::string Op::NumberOf(std::string_view operand, DType dtype) {
  if (const auto known = Known(operand)) {
    if (known->Count() != 1) Fail(fmt::format("operand '{}' is not one number", operand));
    return Constant(known->As(dtype).Reshaped({}));
  }
  const std::string value = InAs(operand, dtype);
  return RankOf(operand) == 0 ? value : Reshape(value, {});
}

DType Op::TypeOf(std::string_view operand, size_t i) const {
  const Given& given = Operand(operand);
  if (given.constant.has_value()) return given.constant->dtype;
  const Translation::Binding& binding = translation_->Lookup(Value(operand, i));
  if (binding.constant.has_value()) return binding.constant->dtype;
  const paddle::Parameter* parameter = translation_->FindParameter(Value(operand, i));
  if (parameter != nullptr) return translation_->ParameterType(*parameter);
  return DTypeOf(translation_->TypeOf(Value(operand, i)).dtype);
}

Ints Op::DimsOf(std::string_view operand, size_t i) const {
  const Given& given = Operand(operand);
  if (given.constant.has_value()) return given.constant->dims;
  const Translation::Binding& binding = translation_->Lookup(Value(operand, i));
  if (binding.constant.has_value()) return binding.constant->dims;
  return translation_->TypeOf(Value(operand, i)).dims;
}

int64_t Op::RankOf(std::string_view operand, size_t i) const {
  return static_cast<int64_t>(DimsOf(operand, i).size());
}

std::optional<Array> Op::Known(std::string_view operand) const {
  constexpr int64_t kSmall = 4096;
  const Given& given = Operand(operand);
  if (given.constant.has_value()) return given.constant;
  std::vector<Array> arrays;
  for (const std::string& value : given.values) {
    const Translation::Binding& binding = translation_->Lookup(value);
    const paddle::Parameter* parameter = translation_->FindParameter(value);
    if (binding.constant.has_value()) {
      arrays.push_back(*binding.constant);
    } else if (parameter != nullptr && !IsFloat(parameter->type.dtype) &&
               ConstantSize(parameter->type.dims) <= kSmall) {
      arrays.push_back(translation_->ParameterData(*parameter));
    } else {
      return std::nullopt;
    }
  }
  if (arrays.size() == 1) return arrays[0];
  Array all = {.dtype = arrays[0].dtype, .dims = {}, .ints = {}, .floats = {}};
  for (const Array& array : arrays) {
    const Array same = array.As(all.dtype);
    all.ints.insert(all.ints.end(), same.ints.begin(), same.ints.end());
    all.floats.insert(all.floats.end(), same.floats.begin(), same.floats.end());
  }
  return all.Reshaped({static_cast<int64_t>(all.Count())});
}

std::optional<Ints> Op::KnownInts(std::string_view operand) const {
  const auto known = Known(operand);
  return known.has_value() ? std::optional(known->ToInts()) : std::nullopt;
}

Ints Op::IntsOf(std::string_view operand) const {
  auto known = KnownInts(operand);
  if (!known.has_value()) Refuse(fmt::format("operand '{}' is computed", operand));
  return std::move(*known);
}

double Op::NumberValue(std::string_view operand) const {
  const auto known = Known(operand);
  if (!known.has_value()) Refuse(fmt::format("operand '{}' is computed", operand));
  if (known->Count() != 1) Fail(fmt::format("operand '{}' is not one number", operand));
  return known->At(0);
}

bool Op::IsParameter(std::string_view operand, size_t i) const {
  return i < Count(operand) && translation_->FindParameter(Value(operand, i)) != nullptr;
}

Array Op::Data(std::string_view operand) const {
  if (const auto known = Known(operand)) return *known;
  auto values = ValuesOf(Value(operand, 0));
  if (!values.has_value()) Refuse(fmt::format("operand '{}' is computed", operand));
  return std::move(*values);
}

std::optional<Array> Op::ValuesOf(const std::string& value) const {
  if (translation_->IsBound(value) && translation_->Lookup(value).constant.has_value()) {
    return translation_->Lookup(value).constant;
  }
  const paddle::Parameter* parameter = translation_->FindParameter(value);
  if (parameter == nullptr) return std::nullopt;
  return translation_->ParameterData(*parameter);
}

bool Op::IsPir() const { return translation_->program_.format == paddle::ProgramFormat::kPir; }

int64_t Op::Version() const { return translation_->program_.version; }

bool Op::HasOutput(size_t i) const { return i < outputs_.size() && !outputs_[i].empty(); }

const std::string& Op::OutputOf(size_t i) const {
  if (!HasOutput(i)) Fail(fmt::format("result {} is missing", i));
  return outputs_[i];
}

DType Op::OutputType(size_t i) const {
  if (!HasOutput(i)) return kUndefined;
  return DTypeOf(translation_->TypeOf(outputs_[i]).dtype);
}

void Op::CorrectType(size_t output, DType dtype) {
  if (HasOutput(output)) translation_->CorrectType(outputs_[output], dtype);
}

Ints Op::OutputDims(size_t i) const {
  return HasOutput(i) ? translation_->TypeOf(outputs_[i]).dims : Ints();
}

void Op::Refuse(const std::string& reason) const {
  throw Error(ErrorKind::kUnsupported, "not supported: " + reason);
}

}  // namespace fastdeploy::onnx
