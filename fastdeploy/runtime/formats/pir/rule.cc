// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/pir/rule.h"

#include <fmt/format.h>

#include <charconv>
#include <string>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/pir/rewriter.h"

namespace fastdeploy::pir {
namespace {

/// Removes the part before `separator` from `text`, with the separator, and returns it.
std::string_view Cut(std::string_view* text, char separator) {
  const size_t end = text->find(separator);
  const std::string_view part = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  return part;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::string_view part = Cut(&text, separator);
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

bool TakeEnd(std::string_view* text, char mark) {
  if (!text->ends_with(mark)) return false;
  text->remove_suffix(1);
  return true;
}

int32_t ToInt32(int64_t value) {
  if (Saturate32(value) != value) {
    throw Error(ErrorKind::kInvalidFile, fmt::format("{} does not fit into 32 bits", value));
  }
  return static_cast<int32_t>(value);
}

AttributeDesc AttributeOf(Rewriter& rewriter, std::string_view name, std::string_view type) {
  if (type == "int") return ToInt32(rewriter.Int(name));
  if (type == "ints") return Saturate32(rewriter.Ints(name));
  if (type == "long") return rewriter.Int(name);
  if (type == "longs") return rewriter.Ints(name);
  if (type == "float") return static_cast<float>(rewriter.Number(name));
  if (type == "bool") return rewriter.Bool(name);
  if (type == "str") return rewriter.String(name);
  if (type == "dtype") return ToInt32(rewriter.DataType(name));
  throw Error(ErrorKind::kRuntime, fmt::format("a rule has an unknown type '{}'", type));
}

AttributeDesc ConstantOf(const Rewriter& rewriter, size_t operand, std::string_view type) {
  if (type == "int") return ToInt32(rewriter.IntOperand(operand));
  if (type == "ints") return Saturate32(rewriter.IntsOperand(operand));
  if (type == "longs") return rewriter.IntsOperand(operand);
  const Constant& constant = rewriter.ConstantOperand(operand);
  if (type == "float" && constant.values.size() == 1 && constant.Elements() == 1) {
    return static_cast<float>(constant.values[0]);
  }
  throw Error(ErrorKind::kInvalidFile, fmt::format("operand {}: expected one number", operand));
}

/// The value in words such as "-1:int", "false:bool", "[]:ints", "replicate:str".
AttributeDesc Literal(std::string_view value, std::string_view type) {
  if (type == "bool") return value == "true";
  if (type == "ints") return std::vector<int32_t>();
  if (type == "longs") return std::vector<int64_t>();
  if (type == "str") return std::string(value);
  if (type == "float") return std::stof(std::string(value));
  int32_t number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

void CheckAllowed(Rewriter& rewriter, std::string_view name, std::string_view type,
                  std::string_view allowed) {
  std::string found;
  if (type == "str") found = rewriter.String(name);
  if (type == "bool") found = rewriter.Bool(name) ? "true" : "false";
  if (type == "int") found = std::to_string(rewriter.Int(name));
  for (const std::string_view value : Split(allowed, ',')) {
    if (value == found) return;
  }
  Unsupported(fmt::format("attribute '{}': '{}' (supported: {})", name, found, allowed));
}

void AddAttribute(Rewriter& rewriter, std::string_view word, OpDesc* op) {
  if (TakeEnd(&word, '!')) return rewriter.Ignore(word);
  std::string_view allowed;
  if (TakeEnd(&word, '}')) {
    const size_t start = word.find('{');
    allowed = word.substr(start + 1);
    word = word.substr(0, start);
  }
  const size_t colon = word.rfind(':');
  const std::string_view type = word.substr(colon + 1);
  word = word.substr(0, colon);
  if (const size_t equals = word.find('='); equals != std::string_view::npos) {
    op->attributes.emplace_back(word.substr(0, equals), Literal(word.substr(equals + 1), type));
    return;
  }
  std::string_view target = word;
  std::string_view name = Cut(&target, '>');
  if (!allowed.empty()) CheckAllowed(rewriter, name, type, allowed);
  op->attributes.emplace_back(target.empty() ? name : target, AttributeOf(rewriter, name, type));
}

void AddOperand(Rewriter& rewriter, std::string_view word, size_t index, OpDesc* op) {
  const auto fill = [&](std::string_view slot, std::vector<std::string> tensors) {
    op->inputs.emplace_back(std::string(slot), std::move(tensors));
  };
  const auto parts = Split(word, '|');
  word = parts[0];
  if (word == "@") return;
  if (word == "_") {
    if (rewriter.Given(index)) Unsupported(fmt::format("operand {} (expected none)", index));
  } else if (const size_t colon = word.find(':'); colon != std::string_view::npos) {
    const bool is_list = rewriter.IsList(index);
    if (parts.size() > (is_list ? 2U : 1U) && rewriter.KnownOperand(index) == nullptr) {
      fill(parts[is_list ? 2 : 1], rewriter.Tensors(index));
    } else {
      op->attributes.emplace_back(word.substr(0, colon),
                                  ConstantOf(rewriter, index, word.substr(colon + 1)));
    }
  } else if (TakeEnd(&word, '*')) {
    fill(word, rewriter.Tensors(index));
  } else if (TakeEnd(&word, '?')) {
    if (rewriter.Given(index)) fill(word, {rewriter.Tensor(index)});
  } else {
    fill(word, {rewriter.Tensor(index)});
  }
}

void AddResult(Rewriter& rewriter, std::string_view word, size_t index, OpDesc* op) {
  if (word == "_") return;
  if (TakeEnd(&word, '*')) {
    op->outputs.emplace_back(std::string(word), rewriter.ListResult(index));
  } else {
    op->outputs.emplace_back(std::string(word), std::vector<std::string>{rewriter.Result(index)});
  }
}

}  // namespace

void Apply(const Rule& rule, Rewriter& rewriter) {
  if (rule.translate != nullptr) {
    rule.translate(rewriter);
    rewriter.CheckAttributesAsked();
    return;
  }
  OpDesc op;
  op.type = rule.op;
  const auto operands = Split(rule.operands, ' ');
  if (rewriter.Op().operands.size() > operands.size()) {
    Unsupported(
        fmt::format("{} operands (supported: {})", rewriter.Op().operands.size(), operands.size()));
  }
  size_t index = 0;
  for (const std::string_view word : operands) AddOperand(rewriter, word, index++, &op);
  for (const std::string_view word : Split(rule.attributes, ' ')) {
    AddAttribute(rewriter, word, &op);
  }
  rewriter.CheckAttributesAsked();
  index = 0;
  for (const std::string_view word : Split(rule.results, ' ')) {
    AddResult(rewriter, word, index++, &op);
  }
  rewriter.Emit(std::move(op));
}

}  // namespace fastdeploy::pir
