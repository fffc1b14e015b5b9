// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/runtime/formats/dtype.h"
#include "fastdeploy/runtime/formats/paddle_files.h"
#include "fastdeploy/runtime/formats/pir/json.h"

namespace fastdeploy::pir {

// A program as Paddle 3 writes it to `inference.json`: its structure, whatever its operations mean.
// The format is known from paddle/fluid/pir/serialize_deserialize in Paddle's sources, and from
// files.

/// The type of a tensor. `dtype` is a DType; dims are -1 where dynamic.
struct TensorType {
  int64_t dtype = 0;
  std::vector<int64_t> dims;
};

/// A result of an operation: a tensor, a list of tensors, or nothing (no types).
struct Value {
  int64_t id = 0;
  bool is_list = false;
  std::vector<TensorType> types;
};

struct Block;

struct Operation {
  std::string name;               ///< with its dialect, as Paddle prints it: "pd_op.conv2d"
  std::vector<int64_t> operands;  ///< ids of values; 0: absent
  std::vector<Value> results;
  /// Pointers into the JSON, which must outlive this; null for an attribute without a value.
  std::map<std::string, const Json*, std::less<>> attributes;
  std::vector<Block> regions;  ///< bodies of control flow
};

struct Block {
  std::vector<Value> arguments;
  std::vector<Operation> operations;
};

struct ParameterValue {
  int64_t id = 0;
  PaddleParameter parameter;
};

struct Program {
  int64_t version = 0;
  std::vector<ParameterValue> parameters;
  Block block;
};

/// Reads a parsed `inference.json`, which must outlive the program. Throws Error (kInvalidFile, or
/// kUnsupported for an unknown version or type) that names the operation.
Program ReadProgram(const Json& json);

/// The element type of this name: "float32", or PIR's short "f32". Throws Error (kUnsupported).
DType DataTypeOf(std::string_view name);

}  // namespace fastdeploy::pir
