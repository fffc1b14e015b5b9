// SPDX-License-Identifier: Apache-2.0
//
// Attributes of the current operation.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/pir/rewriter.h"

namespace fastdeploy::pir {
namespace {

/// Notes for people, and choices of devices.
bool NeverMatters(std::string_view attribute) {
  return attribute == "struct_name" || attribute == "op_callstack" || attribute == "place" ||
         attribute == "op_role" || attribute == "op_device" || attribute == "stop_gradient";
}

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

template <typename Call>
auto WithinAttribute(std::string_view name, Call call) {
  try {
    return call();
  } catch (const Error& error) {
    throw error.Within(fmt::format("attribute '{}'", name));
  }
}

/// An element of an array attribute: {"#": type, "D": value}, or the value itself.
const Json& Element(const Json& json) { return json.is_object() ? At(json, "D") : json; }

}  // namespace

bool Rewriter::Has(std::string_view name) {
  return op_->attributes.find(name) != op_->attributes.end();
}

const Json& Rewriter::Attr(std::string_view name) {
  const auto found = op_->attributes.find(name);
  if (found == op_->attributes.end()) Fail(fmt::format("attribute '{}' is missing", name));
  if (found->second == nullptr) Fail(fmt::format("attribute '{}' has no value", name));
  asked_.insert(std::string(name));
  return *found->second;
}

int64_t Rewriter::Int(std::string_view name) {
  const Json& json = Attr(name);
  return WithinAttribute(name, [&] { return AsInt(json); });
}

double Rewriter::Number(std::string_view name) {
  const Json& json = Attr(name);
  return WithinAttribute(name, [&] {
    // A Scalar is [data type, value].
    return AsNumber(json.is_array() && json.size() == 2 ? json[1] : json);
  });
}

bool Rewriter::Bool(std::string_view name) {
  const Json& json = Attr(name);
  return WithinAttribute(name, [&] { return AsBool(json); });
}

const std::string& Rewriter::String(std::string_view name) {
  const Json& json = Attr(name);
  return *WithinAttribute(name, [&] { return &AsString(json); });
}

std::vector<int64_t> Rewriter::Ints(std::string_view name) {
  const Json& json = Attr(name);
  return WithinAttribute(name, [&] {
    std::vector<int64_t> numbers;
    for (const Json& element : AsArray(json)) numbers.push_back(AsInt(Element(element)));
    return numbers;
  });
}

std::vector<double> Rewriter::Numbers(std::string_view name) {
  const Json& json = Attr(name);
  return WithinAttribute(name, [&] {
    std::vector<double> numbers;
    for (const Json& element : AsArray(json)) {
      const Json& value = Element(element);
      numbers.push_back(value.is_boolean() ? double(AsBool(value)) : AsNumber(value));
    }
    return numbers;
  });
}

int64_t Rewriter::DataType(std::string_view name) {
  const std::string& type = String(name);
  if (type == "Undefined(ALL_DTYPE)") return kUndefined;
  return WithinAttribute(name, [&] { return DataTypeOf(type); });
}

void Rewriter::CheckAttributesAsked() const {
  for (const auto& [name, value] : op_->attributes) {
    if (asked_.contains(name) || NeverMatters(name)) continue;
    Unsupported(fmt::format("attribute '{}'", name));
  }
}

}  // namespace fastdeploy::pir
