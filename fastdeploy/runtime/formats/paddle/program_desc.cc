// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/paddle/program.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"

namespace fastdeploy::paddle {
namespace {

// Numbers of framework.proto: VarType.Type of variables, AttrType of attributes.
constexpr uint64_t kDenseTensor = 7;
constexpr uint64_t kTensorArray = 13;
enum AttributeType : uint8_t {
  kInt = 0,
  kFloat = 1,
  kString = 2,
  kInts = 3,
  kFloats = 4,
  kStrings = 5,
  kBoolean = 6,
  kBooleans = 7,
  kBlock = 8,
  kLong = 9,
  kBlocks = 10,
  kLongs = 11,
  kFloat64s = 12,
  kVariable = 13,
  kVariables = 14,
  kFloat64 = 15,
  kScalar = 16,
  kScalars = 17,
};

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

std::string_view BytesOf(const ProtobufField& field) {
  if (!field.is_bytes) Fail(fmt::format("field {} is a number", field.number));
  return field.bytes;
}

int64_t Signed(uint64_t value) { return static_cast<int64_t>(value); }

float FloatOf(uint64_t bits) { return std::bit_cast<float>(static_cast<uint32_t>(bits)); }

/// Numbers of a repeated field: one by one, or packed.
void AddInts(const ProtobufField& field, std::vector<int64_t>* values) {
  if (!field.is_bytes) return values->push_back(Signed(field.value));
  ProtobufReader reader(field.bytes);
  while (!reader.AtEnd()) values->push_back(Signed(reader.Varint()));
}

template <typename T>
void AddFloats(const ProtobufField& field, std::vector<double>* values) {
  if (!field.is_bytes) {
    values->push_back(sizeof(T) == sizeof(float) ? FloatOf(field.value)
                                                 : std::bit_cast<double>(field.value));
    return;
  }
  if (field.bytes.size() % sizeof(T) != 0) Fail("a packed array is truncated");
  for (size_t i = 0; i < field.bytes.size(); i += sizeof(T)) {
    T value;
    std::memcpy(&value, field.bytes.data() + i, sizeof(T));
    values->push_back(value);
  }
}

Attribute ScalarOf(std::string_view message) {
  uint64_t type = 0;
  bool boolean = false;
  int64_t whole = 0;
  double real = 0;
  ForEachField(message, [&](const ProtobufField& field) {
    if (field.number == 1) type = field.value;
    if (field.number == 2) boolean = field.value != 0;
    if (field.number == 3) whole = Signed(field.value);
    if (field.number == 4) real = std::bit_cast<double>(field.value);
  });
  if (type == 1) return boolean;
  if (type == 2) return whole;
  if (type == 3) return real;
  Fail("a complex number");
}

/// Scalars of one kind as an array.
Attribute ArrayOf(const std::vector<Attribute>& scalars) {
  std::vector<int64_t> ints;
  std::vector<double> floats;
  for (const Attribute& scalar : scalars) {
    if (const auto* real = std::get_if<double>(&scalar)) {
      floats.push_back(*real);
    } else if (const auto* whole = std::get_if<int64_t>(&scalar)) {
      ints.push_back(*whole);
    } else {
      ints.push_back(std::get<bool>(scalar) ? 1 : 0);
    }
  }
  if (!ints.empty() && !floats.empty()) Fail("an array of numbers of several types");
  if (!floats.empty()) return floats;
  return ints;
}

/// All fields of an attribute: each type has a field of its own.
struct AttributeFields {
  std::string name;
  uint64_t type = kInt;
  uint64_t number = 0;
  std::string text;
  std::vector<int64_t> ints;
  std::vector<double> floats;
  std::vector<std::string> strings;
  std::vector<Attribute> scalars;

  explicit AttributeFields(std::string_view message) {
    ForEachField(message, [&](const ProtobufField& field) { Read(field); });
  }

 private:
  void Read(const ProtobufField& field) {
    switch (field.number) {
      case 1:
        name = BytesOf(field);
        break;
      case 2:
        type = field.value;
        break;
      case 3:   // i
      case 4:   // f
      case 10:  // b
      case 12:  // block_idx
      case 13:  // l
      case 19:  // float64
        number = field.value;
        break;
      case 5:   // s
      case 17:  // var_name
        text = BytesOf(field);
        break;
      case 6:   // ints
      case 11:  // bools
      case 14:  // blocks_idx
      case 15:  // longs
        AddInts(field, &ints);
        break;
      case 7:  // floats
        AddFloats<float>(field, &floats);
        break;
      case 16:  // float64s
        AddFloats<double>(field, &floats);
        break;
      case 8:   // strings
      case 18:  // vars_name
        strings.emplace_back(BytesOf(field));
        break;
      case 20:  // scalar
      case 21:  // scalars
        scalars.push_back(ScalarOf(BytesOf(field)));
        break;
      default:
        break;
    }
  }
};

Attribute ValueOf(const AttributeFields& fields) {
  switch (fields.type) {
    case kInt:
    case kLong:
      return Signed(fields.number);
    case kFloat:
      return static_cast<double>(FloatOf(fields.number));
    case kFloat64:
      return std::bit_cast<double>(fields.number);
    case kString:
    case kVariable:
      return fields.text;
    case kBoolean:
      return fields.number != 0;
    case kInts:
    case kLongs:
    case kBooleans:
      return fields.ints;
    case kFloats:
    case kFloat64s:
      return fields.floats;
    case kStrings:
    case kVariables:
      return fields.strings;
    case kScalar:
      if (fields.scalars.size() != 1) Fail("a scalar has no value");
      return fields.scalars[0];
    case kScalars:
      return ArrayOf(fields.scalars);
    default:
      Fail(fmt::format("unknown type {}", fields.type));
  }
}

void ReadAttribute(std::string_view message, Operator* op) {
  const AttributeFields fields(message);
  try {
    if (fields.type == kBlock) {
      op->blocks.push_back(static_cast<size_t>(fields.number));
    } else if (fields.type == kBlocks) {
      op->blocks.insert(op->blocks.end(), fields.ints.begin(), fields.ints.end());
    } else {
      op->attributes.insert_or_assign(fields.name, ValueOf(fields));
    }
  } catch (const Error& error) {
    throw error.Within(fmt::format("attribute '{}'", fields.name));
  }
}

Operand ReadOperand(std::string_view message) {
  Operand operand;
  ForEachField(message, [&](const ProtobufField& field) {
    if (field.number == 1) operand.slot = BytesOf(field);
    if (field.number == 2) operand.values.emplace_back(BytesOf(field));
  });
  return operand;
}

Operator ReadOperator(std::string_view message) {
  Operator op;
  ForEachField(message, [&](const ProtobufField& field) {
    if (field.number == 3) op.type = BytesOf(field);
  });
  try {
    ForEachField(message, [&](const ProtobufField& field) {
      if (field.number == 1) op.inputs.push_back(ReadOperand(BytesOf(field)));
      if (field.number == 2) op.outputs.push_back(ReadOperand(BytesOf(field)));
      if (field.number == 4) ReadAttribute(BytesOf(field), &op);
    });
  } catch (const Error& error) {
    throw error.Within(fmt::format("operator '{}'", op.type));
  }
  return op;
}

TensorType ReadTensorDesc(std::string_view message) {
  TensorType type;
  ForEachField(message, [&](const ProtobufField& field) {
    if (field.number == 1) type.dtype = Signed(field.value);
    if (field.number == 2) AddInts(field, &type.dims);
  });
  return type;
}

struct Variable {
  std::string name;
  uint64_t kind = 0;
  bool persistable = false;
  TensorType type;
};

Variable ReadVariable(std::string_view message) {
  Variable variable;
  ForEachField(message, [&](const ProtobufField& field) {
    if (field.number == 1) variable.name = BytesOf(field);
    if (field.number == 3) variable.persistable = field.value != 0;
    if (field.number != 2) return;
    ForEachField(BytesOf(field), [&](const ProtobufField& kind) {
      if (kind.number == 1) variable.kind = kind.value;
      if (kind.number != 3 && kind.number != 4) return;  // a dense tensor, or an array of them
      ForEachField(BytesOf(kind), [&](const ProtobufField& tensor) {
        if (tensor.number == 1) variable.type = ReadTensorDesc(BytesOf(tensor));
      });
    });
  });
  return variable;
}

Block ReadBlock(std::string_view message, Program* program) {
  Block block;
  ForEachField(message, [&](const ProtobufField& field) {
    if (field.number == 3) {
      const Variable variable = ReadVariable(BytesOf(field));
      if (variable.kind != kDenseTensor && variable.kind != kTensorArray) return;
      if (variable.persistable && variable.kind == kDenseTensor) {
        program->parameters.push_back({.name = variable.name, .type = variable.type});
      }
      program->types.insert_or_assign(variable.name, variable.type);
    }
    if (field.number == 4) block.operators.push_back(ReadOperator(BytesOf(field)));
  });
  return block;
}

int64_t ColumnOf(const Operator& op) {
  const auto found = op.attributes.find("col");
  const auto* column =
      found == op.attributes.end() ? nullptr : std::get_if<int64_t>(&found->second);
  if (column == nullptr) Fail(fmt::format("operator '{}' has no column", op.type));
  return *column;
}

/// Takes the operators `feed` or `fetch` out of a block, and returns what they name, by column.
std::vector<Port> TakePorts(std::string_view type, std::vector<Operator>* operators) {
  std::map<int64_t, Port> ports;
  for (const Operator& op : *operators) {
    if (op.type != type) continue;
    const std::vector<Operand>& operands = type == "feed" ? op.outputs : op.inputs;
    if (operands.size() != 1 || operands[0].values.size() != 1) {
      Fail(fmt::format("operator '{}' has other than one tensor", type));
    }
    const std::string& value = operands[0].values[0];
    if (!ports.emplace(ColumnOf(op), Port{.name = value, .value = value}).second) {
      Fail(fmt::format("two operators '{}' have one column", type));
    }
  }
  std::erase_if(*operators, [&](const Operator& op) { return op.type == type; });
  std::vector<Port> result;
  for (auto& [column, port] : ports) result.push_back(std::move(port));
  return result;
}

}  // namespace

Program ReadProgramDesc(std::string_view bytes) {
  Program program;
  program.format = ProgramFormat::kProgramDesc;
  ForEachField(bytes, [&](const ProtobufField& field) {
    if (field.number == 1) program.blocks.push_back(ReadBlock(BytesOf(field), &program));
    if (field.number != 4) return;
    ForEachField(BytesOf(field), [&](const ProtobufField& version) {
      if (version.number == 1) program.version = Signed(version.value);
    });
  });
  if (program.blocks.empty()) Fail("the program has no block");
  std::vector<bool> is_body(program.blocks.size());
  for (size_t i = 0; i < program.blocks.size(); ++i) {
    for (const Operator& op : program.blocks[i].operators) {
      for (const size_t body : op.blocks) {
        if (body <= i || body >= program.blocks.size()) {
          Fail(fmt::format("operator '{}' of block {} names block {} of {}", op.type, i, body,
                           program.blocks.size()));
        }
        if (is_body[body]) Fail(fmt::format("block {} belongs to two operators", body));
        is_body[body] = true;
      }
    }
  }
  program.inputs = TakePorts("feed", &program.blocks[0].operators);
  program.outputs = TakePorts("fetch", &program.blocks[0].operators);
  std::ranges::sort(program.parameters, {}, &Parameter::name);
  return program;
}

}  // namespace fastdeploy::paddle
