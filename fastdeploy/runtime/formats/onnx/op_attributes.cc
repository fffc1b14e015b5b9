// SPDX-License-Identifier: Apache-2.0
//
// What an operator that a rule translates says in its attributes.

#include <fmt/format.h>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/number.h"
#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/take_until.h"

namespace fastdeploy::onnx {
namespace {

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

}  // namespace

const paddle::Attribute* Op::Find(std::string_view names) const {
  while (!names.empty()) {
    const auto found = source_->attributes.find(TakeUntil('|', &names));
    if (found != source_->attributes.end()) return &found->second;
  }
  return nullptr;
}

const paddle::Attribute& Op::Attr(std::string_view names) const {
  const paddle::Attribute* attribute = Find(names);
  if (attribute == nullptr) Fail(fmt::format("attribute '{}' is missing", names));
  return *attribute;
}

int64_t Op::Int(std::string_view names) const {
  const paddle::Attribute& attribute = Attr(names);
  if (const auto* whole = std::get_if<int64_t>(&attribute)) return *whole;
  if (const auto* truth = std::get_if<bool>(&attribute)) return *truth ? 1 : 0;
  Fail(fmt::format("attribute '{}' is not a whole number", names));
}

int64_t Op::Int(std::string_view names, int64_t otherwise) const {
  return HasAttr(names) ? Int(names) : otherwise;
}

double Op::Float(std::string_view names) const {
  const paddle::Attribute& attribute = Attr(names);
  if (const auto* real = std::get_if<double>(&attribute)) return *real;
  if (const auto* whole = std::get_if<int64_t>(&attribute)) return static_cast<double>(*whole);
  if (std::holds_alternative<paddle::NoNumber>(attribute)) {
    Refuse(fmt::format("attribute '{}' is null: Paddle writes both infinity and NaN so", names));
  }
  Fail(fmt::format("attribute '{}' is not a number", names));
}

double Op::Float(std::string_view names, double otherwise) const {
  return HasAttr(names) ? Float(names) : otherwise;
}

bool Op::Bool(std::string_view names, bool otherwise) const {
  return HasAttr(names) ? Int(names) != 0 : otherwise;
}

std::string Op::String(std::string_view names, std::string_view otherwise) const {
  const paddle::Attribute* attribute = Find(names);
  if (attribute == nullptr) return std::string(otherwise);
  const auto* text = std::get_if<std::string>(attribute);
  if (text == nullptr) Fail(fmt::format("attribute '{}' is not a text", names));
  return *text;
}

double Op::NumberInText(std::string_view names) const {
  const std::string text = String(names);
  double number = 0;
  if (!ParseNumber(text, &number)) {
    Refuse(fmt::format("attribute '{}': '{}' is not a number", names, text));
  }
  return number;
}

Ints Op::IntArray(std::string_view names) const {
  const paddle::Attribute* attribute = Find(names);
  if (attribute == nullptr) return {};
  if (const auto* ints = std::get_if<std::vector<int64_t>>(attribute)) return *ints;
  if (const auto* whole = std::get_if<int64_t>(attribute)) return {*whole};
  Fail(fmt::format("attribute '{}' is not an array of whole numbers", names));
}

std::vector<double> Op::FloatArray(std::string_view names) const {
  const paddle::Attribute* attribute = Find(names);
  if (attribute == nullptr) return {};
  if (const auto* floats = std::get_if<std::vector<double>>(attribute)) return *floats;
  if (const auto* ints = std::get_if<std::vector<int64_t>>(attribute))
    return {ints->begin(), ints->end()};
  return {Float(names)};
}

std::optional<DType> Op::TypeAttr(std::string_view names) const {
  const paddle::Attribute* attribute = Find(names);
  if (attribute == nullptr) return std::nullopt;
  const DTypeRow* row = nullptr;
  if (const auto* text = std::get_if<std::string>(attribute)) {
    if (text->empty() || text->starts_with("Undefined")) return std::nullopt;
    row = FindDType(*text);
  } else {
    const int64_t number = Int(names);
    if (number < 0) return std::nullopt;
    row = FindDType(number);
  }
  if (row == nullptr) Refuse(fmt::format("the element type in attribute '{}'", names));
  return row->number;
}

}  // namespace fastdeploy::onnx
