// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/pir/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::pir {
namespace {

/// Files of Paddle 3.0 have version 1, those of 3.3 version 4.
constexpr int64_t kNewestVersion = 4;

constexpr std::array<std::string_view, 5> kDialects = {"builtin", "pd_op", "cf", "custom_op",
                                                       "pd_dist"};

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

/// "1.conv2d" to "pd_op.conv2d".
std::string FullName(const std::string& name) {
  if (name == "p") return "builtin.parameter";
  const bool numbered = name.size() > 2 && name[1] == '.' && name[0] >= '0' &&
                        static_cast<size_t>(name[0] - '0') < kDialects.size();
  if (!numbered) Fail(fmt::format("'{}' is not the name of an operation", name));
  return fmt::format("{}{}", kDialects[static_cast<size_t>(name[0] - '0')], name.substr(1));
}

/// The dense tensor {"#": "0.t_dtensor", "D": [{"#": element type}, dims, layout, LoD, offset]}.
TensorType ReadTensorType(const Json& json) {
  const std::string& kind = AsString(At(json, "#"));
  if (kind != "0.t_dtensor") {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("values of type '{}' are not supported", kind));
  }
  const Json& description = At(json, "D");
  const std::string& element = AsString(At(At(description, size_t{0}), "#"));
  constexpr std::string_view kPrefix = "0.t_";
  TensorType type;
  type.dtype = DataTypeOf(element.starts_with(kPrefix) ? element.substr(kPrefix.size()) : element);
  for (const Json& dim : AsArray(At(description, 1))) {
    // -1 is dynamic; results that only training uses have multiples of it.
    type.dims.push_back(std::max<int64_t>(AsInt(dim), -1));
  }
  return type;
}

Value ReadValue(const Json& json, const char* id_key) {
  Value value;
  value.id = AsInt(At(json, id_key));
  if (value.id == 0) Fail("a value has the id 0");
  const Json& type = At(json, "TT");
  if (!type.is_object() || AsString(At(type, "#")) == "NULL") return value;
  if (AsString(At(type, "#")) == "0.t_vec") {
    value.is_list = true;
    for (const Json& element : AsArray(At(type, "D")))
      value.types.push_back(ReadTensorType(element));
  } else {
    value.types.push_back(ReadTensorType(type));
  }
  return value;
}

/// {"#": "p", "A": [is_distributed, is_parameter, need_clip, name], "O": value}
ParameterValue ReadParameter(const Json& json) {
  const Value value = ReadValue(At(json, "O"), "%");
  if (value.is_list || value.types.size() != 1) Fail("a parameter is not a tensor");
  const Json& attributes = At(json, "A");
  if (AsInt(At(attributes, size_t{0})) != 0) {
    throw Error(ErrorKind::kUnsupported, "distributed parameters are not supported");
  }
  return {.id = value.id,
          .parameter = {.name = AsString(At(attributes, 3)),
                        .dtype = value.types[0].dtype,
                        .dims = value.types[0].dims}};
}

Block ReadBlock(const Json& json, std::vector<ParameterValue>* parameters);

Operation ReadOperation(const std::string& name, const Json& json,
                        std::vector<ParameterValue>* parameters) {
  Operation operation;
  operation.name = name;
  for (const Json& operand : AsArray(At(json, "I"))) {
    operation.operands.push_back(AsInt(At(operand, "%")));
  }
  for (const Json& result : AsArray(At(json, "O"))) {
    operation.results.push_back(ReadValue(result, "%"));
  }
  for (const Json& attribute : AsArray(At(json, "A"))) {
    const std::string& attribute_name = AsString(At(attribute, "N"));
    const Json* value = Find(At(attribute, "AT"), "D");
    if (!operation.attributes.insert({attribute_name, value}).second) {
      Fail(fmt::format("attribute '{}' is given twice", attribute_name));
    }
  }
  if (const Json* regions = Find(json, "regions")) {
    for (const Json& region : AsArray(*regions)) {
      const std::vector<Json>& blocks = AsArray(At(region, "blocks"));
      if (blocks.size() != 1) {
        Fail(fmt::format("expected a region of one block, found {}", blocks.size()));
      }
      operation.regions.push_back(ReadBlock(blocks[0], parameters));
    }
  }
  return operation;
}

Block ReadBlock(const Json& json, std::vector<ParameterValue>* parameters) {
  Block block;
  for (const Json& argument : AsArray(At(json, "args"))) {
    block.arguments.push_back(ReadValue(argument, "#"));
  }
  size_t index = 0;
  for (const Json& operation : AsArray(At(json, "ops"))) {
    const std::string name = FullName(AsString(At(operation, "#")));
    try {
      if (name == "builtin.parameter") {
        parameters->push_back(ReadParameter(operation));
      } else {
        block.operations.push_back(ReadOperation(name, operation, parameters));
      }
    } catch (const Error& error) {
      throw error.Within(fmt::format("operation {} ({})", index, name));
    }
    ++index;
  }
  return block;
}

}  // namespace

DType DataTypeOf(std::string_view name) {
  if (const DTypeRow* row = FindDType(name)) return row->number;
  throw Error(ErrorKind::kUnsupported, fmt::format("element type '{}' is not supported", name));
}

Program ReadProgram(const Json& json) {
  const Json& base = At(json, "base_code");
  if (AsString(At(base, "magic")) != "pir") {
    Fail(fmt::format("expected the magic word \"pir\", found {}", Excerpt(At(base, "magic"))));
  }
  Program program;
  program.version = AsInt(At(base, "version"));
  if (program.version < 1 || program.version > kNewestVersion) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("version {} of the format is not supported: expected 1 to {}",
                            program.version, kNewestVersion));
  }
  const Json& regions = At(At(json, "program"), "regions");
  if (AsArray(regions).size() != 1) {
    Fail(fmt::format("expected one region, found {}", regions.size()));
  }
  const Json& blocks = At(regions[0], "blocks");
  if (AsArray(blocks).size() != 1) Fail(fmt::format("expected one block, found {}", blocks.size()));
  program.block = ReadBlock(blocks[0], &program.parameters);
  return program;
}

}  // namespace fastdeploy::pir
