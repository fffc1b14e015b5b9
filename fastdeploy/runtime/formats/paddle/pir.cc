// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/paddle/json.h"
#include "fastdeploy/runtime/formats/paddle/program.h"

namespace fastdeploy::paddle {
namespace {

/// Files of Paddle 3.0 have version 1, those of 3.3 version 4.
constexpr int64_t kNewestVersion = 4;

/// Dialects by their numbers. Operators of Paddle itself lose theirs.
constexpr std::array<std::string_view, 5> kDialects = {"builtin.", "", "cf.", "", "pd_dist."};

/// Lists make it possible to name values any number of times in a small file.
constexpr size_t kMostOperands = size_t{1} << 20;

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

/// "1.batch_norm_" to "batch_norm", "0.combine" to "builtin.combine".
std::string TypeOf(const std::string& name) {
  const bool numbered = name.size() > 2 && name[1] == '.' && name[0] >= '0' &&
                        static_cast<size_t>(name[0] - '0') < kDialects.size();
  if (!numbered) Fail(fmt::format("'{}' is not the name of an operation", name));
  std::string type = std::string(kDialects[static_cast<size_t>(name[0] - '0')]) + name.substr(2);
  if (type.ends_with('_')) type.pop_back();
  return type;
}

/// The description [{"#": element type}, dims, layout, LoD, offset] of a tensor.
TensorType ReadTensorType(const Json& description) {
  std::string_view element = AsString(At(At(description, size_t{0}), "#"));
  constexpr std::string_view kPrefix = "0.t_";
  if (element.starts_with(kPrefix)) element.remove_prefix(kPrefix.size());
  const DTypeRow* row = FindDType(element);
  if (row == nullptr) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("element type '{}' is not supported", element));
  }
  TensorType type = {.dtype = row->number, .dims = {}};
  for (const Json& dim : AsArray(At(description, 1))) {
    // -1 is dynamic; results that only training uses have multiples of it.
    type.dims.push_back(std::max<int64_t>(AsInt(dim), -1));
  }
  return type;
}

/// An element of an array attribute, as an attribute.
Attribute ReadAttribute(const Json& attribute);

Attribute ReadNumber(const Json& json) {
  if (json.is_null()) return NoNumber();
  if (json.is_boolean()) return AsBool(json);
  if (json.is_number_float()) return AsNumber(json);
  return AsInt(json);
}

Attribute ReadArray(const std::vector<Json>& elements) {
  std::vector<int64_t> ints;
  std::vector<double> floats;
  std::vector<std::string> strings;
  for (const Json& element : elements) {
    const Attribute value = element.is_object() ? ReadAttribute(element) : ReadNumber(element);
    if (std::holds_alternative<NoNumber>(value)) return NoNumber();
    if (const auto* text = std::get_if<std::string>(&value)) {
      strings.push_back(*text);
    } else if (const auto* whole = std::get_if<int64_t>(&value)) {
      ints.push_back(*whole);
    } else if (const auto* truth = std::get_if<bool>(&value)) {
      ints.push_back(*truth ? 1 : 0);
    } else if (const auto* real = std::get_if<double>(&value)) {
      floats.push_back(*real);
    } else {
      Fail("an array of arrays");
    }
  }
  const int kinds = (ints.empty() ? 0 : 1) + (floats.empty() ? 0 : 1) + (strings.empty() ? 0 : 1);
  if (kinds > 1) Fail("an array with elements of several types");
  if (!strings.empty()) return strings;
  if (!floats.empty()) return floats;
  return ints;
}

/// A number that JSON cannot say: "INF", "-INF", "NaN".
double SpecialNumber(const std::string& text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (text == "INF") return kInfinity;
  if (text == "-INF") return -kInfinity;
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  Fail(fmt::format("expected a number, found {}", text));
}

/// {"#": "0.a_f32", "D": value}, or {"#": "0.a_f32", "VD": "INF"}
Attribute ReadAttribute(const Json& attribute) {
  const std::string& kind = AsString(At(attribute, "#"));
  const Json* data = Find(attribute, "D");
  if (const Json* special = Find(attribute, "VD")) return SpecialNumber(AsString(*special));
  if (data == nullptr) return std::string();  // an empty text, a missing place
  if (kind == "1.a_scalar") return ReadNumber(At(*data, 1));
  const bool real = kind == "0.a_f32" || kind == "0.a_f64";
  if (real && !data->is_null()) return AsNumber(*data);
  if (data->is_string()) return AsString(*data);
  if (kind == "1.a_place") return std::string();
  if (data->is_array()) return ReadArray(AsArray(*data));
  if (data->is_object()) Fail(fmt::format("unknown type of attribute '{}'", kind));
  return ReadNumber(*data);
}

class Reader {
 public:
  Program Read(const Json& json) {
    const Json& base = At(json, "base_code");
    if (AsString(At(base, "magic")) != "pir") {
      Fail(fmt::format("expected the magic word \"pir\", found {}", Excerpt(At(base, "magic"))));
    }
    program_.format = ProgramFormat::kPir;
    program_.version = AsInt(At(base, "version"));
    if (program_.version < 1 || program_.version > kNewestVersion) {
      throw Error(ErrorKind::kUnsupported,
                  fmt::format("version {} of the format is not supported: expected 1 to {}",
                              program_.version, kNewestVersion));
    }
    const std::vector<Json>& regions = AsArray(At(At(json, "program"), "regions"));
    if (regions.size() != 1) Fail(fmt::format("expected one region, found {}", regions.size()));
    const std::vector<Json>& blocks = AsArray(At(regions[0], "blocks"));
    if (blocks.size() != 1) Fail(fmt::format("expected one block, found {}", blocks.size()));
    ReadBlock(blocks[0]);
    for (auto& [column, port] : fetched_) program_.outputs.push_back(std::move(port));
    std::ranges::sort(program_.parameters, {}, &Parameter::name);
    return std::move(program_);
  }

 private:
  using Values = std::vector<std::string>;

  /// Returns the index of the block.
  size_t ReadBlock(const Json& json) {
    const size_t index = program_.blocks.size();
    program_.blocks.emplace_back();
    for (const Json& argument : AsArray(At(json, "args"))) {
      for (const std::string& value : Define(argument, "#")) {
        program_.blocks[index].arguments.push_back(value);
      }
    }
    size_t number = 0;
    for (const Json& operation : AsArray(At(json, "ops"))) {
      const std::string& name = AsString(At(operation, "#"));
      try {
        if (name == "p") {
          ReadParameter(operation);
        } else {
          ReadOperation(TypeOf(name), operation, index);
        }
      } catch (const Error& error) {
        throw error.Within(fmt::format("operation {} ('{}')", number, name));
      }
      ++number;
    }
    return index;
  }

  /// {"#": "p", "A": [is_distributed, is_parameter, need_clip, name], "O": value, "OA": [...]}
  void ReadParameter(const Json& json) {
    const Json& attributes = At(json, "A");
    if (AsInt(At(attributes, size_t{0})) != 0) {
      throw Error(ErrorKind::kUnsupported, "distributed parameters are not supported");
    }
    const Json& result = At(json, "O");
    const Json& type = At(result, "TT");
    if (AsString(At(type, "#")) != "0.t_dtensor") Fail("a parameter is not a tensor");
    Parameter parameter = {.name = AsString(At(attributes, 3)),
                           .type = ReadTensorType(At(type, "D"))};
    Name(AsInt(At(result, "%")), {parameter.name});
    if (!program_.types.emplace(parameter.name, parameter.type).second) {
      Fail(fmt::format("two parameters are called '{}'", parameter.name));
    }
    // Values that are not persistable have no record in the file.
    const Json* flags = Find(json, "OA");
    const bool stored =
        flags == nullptr || AsArray(*flags).empty() || AsInt(At(*flags, size_t{0})) != 0;
    if (stored) program_.parameters.push_back(std::move(parameter));
  }

  void ReadOperation(const std::string& type, const Json& json, size_t block) {
    Operator op;
    op.type = type;
    op.in_place = AsString(At(json, "#")).ends_with('_');
    for (const Json& operand : AsArray(At(json, "I"))) {
      op.inputs.push_back({.slot = "", .values = Lookup(AsInt(At(operand, "%")))});
    }
    for (const Json& attribute : AsArray(At(json, "A"))) ReadAttributeOf(attribute, &op);
    const std::vector<Json>& results = AsArray(At(json, "O"));
    if (type == "builtin.combine") return Combine(op, results);
    if (type == "builtin.split") return Split(op, results);
    for (const Json& result : results) {
      op.outputs.push_back({.slot = "", .values = Define(result, "%")});
    }
    if (type == "data") return AddInput(op);
    if (type == "fetch") return AddOutput(op);
    if (const Json* regions = Find(json, "regions")) {
      for (const Json& region : AsArray(*regions)) {
        const std::vector<Json>& blocks = AsArray(At(region, "blocks"));
        if (blocks.size() != 1) {
          Fail(fmt::format("expected a region of one block, found {}", blocks.size()));
        }
        op.blocks.push_back(ReadBlock(blocks[0]));
      }
    }
    program_.blocks[block].operators.push_back(std::move(op));
  }

  static void ReadAttributeOf(const Json& json, Operator* op) {
    const std::string& name = AsString(At(json, "N"));
    if (name == "struct_name" || name == "op_callstack") return;  // notes for people
    try {
      if (!op->attributes.emplace(name, ReadAttribute(At(json, "AT"))).second) {
        Fail("it is given twice");
      }
    } catch (const Error& error) {
      throw error.Within(fmt::format("attribute '{}'", name));
    }
  }

  /// Lists of values exist only here: operators have operands of several values.
  void Combine(const Operator& op, const std::vector<Json>& results) {
    Values list;
    for (const Operand& operand : op.inputs) {
      list.insert(list.end(), operand.values.begin(), operand.values.end());
    }
    if (results.size() != 1) Fail(fmt::format("expected one result, found {}", results.size()));
    Name(AsInt(At(results[0], "%")), std::move(list));
  }

  void Split(const Operator& op, const std::vector<Json>& results) {
    if (op.inputs.size() != 1 || op.inputs[0].values.size() != results.size()) {
      Fail(fmt::format("a list is split into {} values", results.size()));
    }
    for (size_t i = 0; i < results.size(); ++i) {
      Name(AsInt(At(results[i], "%")), {op.inputs[0].values[i]});
    }
  }

  static const std::string& TextOf(const Operator& op, const char* name) {
    const auto found = op.attributes.find(name);
    const auto* text =
        found == op.attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
    if (text == nullptr) Fail(fmt::format("attribute '{}' is missing", name));
    return *text;
  }

  void AddInput(const Operator& op) {
    if (op.outputs.size() != 1 || op.outputs[0].values.size() != 1) {
      Fail("an input has other than one tensor");
    }
    program_.inputs.push_back({.name = TextOf(op, "name"), .value = op.outputs[0].values[0]});
  }

  void AddOutput(const Operator& op) {
    if (op.inputs.size() != 1 || op.inputs[0].values.size() != 1) {
      Fail("an output has other than one tensor");
    }
    const auto found = op.attributes.find("col");
    const auto* column =
        found == op.attributes.end() ? nullptr : std::get_if<int64_t>(&found->second);
    if (column == nullptr) Fail("attribute 'col' is missing");
    const Port port = {.name = TextOf(op, "name"), .value = op.inputs[0].values[0]};
    if (!fetched_.emplace(*column, port).second) {
      Fail(fmt::format("two outputs have the number {}", *column));
    }
  }

  /// Names a new value by its number, and the elements of a list "%7.0", "%7.1", ... Returns them;
  /// for a value that nothing can use an empty name.
  Values Define(const Json& json, const char* key) {
    const int64_t id = AsInt(At(json, key));
    const std::string name = fmt::format("%{}", id);
    const Json& type = At(json, "TT");
    Values values = {name};
    if (type.is_object()) {
      const std::string& kind = AsString(At(type, "#"));
      if (kind == "0.t_vec") {
        values.clear();
        for (const Json& element : AsArray(At(type, "D"))) {
          values.push_back(fmt::format("{}.{}", name, values.size()));
          program_.types[values.back()] = ReadTensorType(At(element, "D"));
        }
      } else if (kind == "0.t_dtensor" || kind == "1.t_dense_tensor_array") {
        program_.types[name] = ReadTensorType(At(type, "D"));
      }
    }
    Name(id, values);
    return values;
  }

  void Name(int64_t id, Values values) {
    if (id == 0) Fail("a value has the id 0");
    if (!values_.emplace(id, std::move(values)).second) {
      Fail(fmt::format("value {} is defined twice", id));
    }
  }

  Values Lookup(int64_t id) {
    if (id == 0) return {};  // left out
    const auto found = values_.find(id);
    if (found == values_.end()) Fail(fmt::format("value {} is used before it is defined", id));
    operands_ += found->second.size();
    if (operands_ > kMostOperands) Fail(fmt::format("more than {} operands", kMostOperands));
    return found->second;
  }

  Program program_;
  std::unordered_map<int64_t, Values> values_;
  std::map<int64_t, Port> fetched_;
  size_t operands_ = 0;
};

}  // namespace

bool LooksLikePir(std::string_view bytes) {
  const size_t start = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const std::string_view head = start == std::string_view::npos ? "" : bytes.substr(start, 512);
  return head.starts_with('{') && head.find("\"base_code\"") != std::string_view::npos;
}

Program ReadPir(std::string_view text) {
  const Json json = ParseJson(text);
  return Reader().Read(json);
}

}  // namespace fastdeploy::paddle
