// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fastdeploy/core/variant.h"
#include "fastdeploy/runtime/formats/dtype.h"

namespace fastdeploy::paddle {

// A Paddle program, whichever file it comes from: `.pdmodel` (ProgramDesc) or `inference.json`
// (PIR). What differs between the two is the names of operators and of their operands: see
// onnx/rule.h.

struct TensorType {
  int64_t dtype = kUndefined;  ///< a number of DType, or another that a file gives
  std::vector<int64_t> dims;   ///< -1 where dynamic
};

/// A value that the file cannot say: infinity and NaN in inference.json.
struct NoNumber {};

/// Whole numbers of every type are int64_t, others double. An array of no elements has whole
/// numbers.
using Attribute = Variant<NoNumber, bool, int64_t, double, std::string, std::vector<int64_t>,
                          std::vector<double>, std::vector<std::string>>;

/// The values that an operator takes or gives at one place. PIR knows places by their number only:
/// their slots have no name. A list of tensors has several values, an operand left out none.
struct Operand {
  std::string slot;
  std::vector<std::string> values;
};

struct Operator {
  /// "conv2d": without the dialect "pd_op" and the mark of in-place operators (batch_norm_).
  std::string type;
  std::vector<Operand> inputs;
  std::vector<Operand> outputs;
  std::map<std::string, Attribute, std::less<>> attributes;
  std::vector<size_t> blocks;  ///< bodies of control flow: indices into Program::blocks
  /// In PIR: the result is the operand itself, changed.
  bool in_place = false;
};

struct Block {
  std::vector<std::string> arguments;  ///< PIR only
  std::vector<Operator> operators;
};

/// A weight, as the program declares it.
struct Parameter {
  std::string name;  ///< also the name of its value
  TensorType type;
};

/// An input or output: its name for callers, and the value in the program.
struct Port {
  std::string name;
  std::string value;
};

enum class ProgramFormat { kProgramDesc, kPir };

struct Program {
  ProgramFormat format = ProgramFormat::kProgramDesc;
  int64_t version = 0;  ///< Paddle's (2006002 is 2.6.2), or that of the PIR format; 0: unknown
  std::vector<Parameter> parameters;  ///< in the order of the parameter file: by name, as bytes
  std::vector<Port> inputs;
  std::vector<Port> outputs;
  std::unordered_map<std::string, TensorType> types;  ///< of values that are tensors
  std::vector<Block> blocks;  ///< the first is the main one; bodies come after what holds them
};

/// Reads a `.pdmodel` (ProgramDesc, paddle/fluid/framework/framework.proto). Throws Error
/// (kInvalidFile).
Program ReadProgramDesc(std::string_view bytes);

/// Reads an `inference.json` (paddle/fluid/pir/serialize_deserialize). Throws Error (kInvalidFile,
/// or kUnsupported for an unknown version or type) that names the operation.
Program ReadPir(std::string_view text);

/// Whether a file is a PIR program rather than a ProgramDesc, by its first bytes.
bool LooksLikePir(std::string_view bytes);

/// Either of the two.
inline Program ReadProgram(std::string_view bytes) {
  return LooksLikePir(bytes) ? ReadPir(bytes) : ReadProgramDesc(bytes);
}

}  // namespace fastdeploy::paddle
