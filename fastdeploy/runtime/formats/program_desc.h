// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fastdeploy {

// A Paddle program as in `.pdmodel` files (ProgramDesc, paddle/fluid/framework/framework.proto),
// with the fields that inference needs.

/// The value of an attribute. Its C++ type decides its type in the file (INT, LONG, FLOAT, BOOLEAN,
/// STRING, INTS, LONGS, FLOATS, STRINGS or BLOCK), on which readers insist.
struct BlockIndex {
  int32_t index = 0;
};
using AttributeDesc =
    std::variant<int32_t, int64_t, float, bool, std::string, std::vector<int32_t>,
                 std::vector<int64_t>, std::vector<float>, std::vector<std::string>, BlockIndex>;

/// The names of tensors, by the operator's slot that they fill.
using SlotsDesc = std::vector<std::pair<std::string, std::vector<std::string>>>;

struct OpDesc {
  std::string type;
  SlotsDesc inputs;
  SlotsDesc outputs;
  std::vector<std::pair<std::string, AttributeDesc>> attributes;
};

struct VarDesc {
  std::string name;
  int64_t dtype = 0;          ///< its number; see DType
  std::vector<int64_t> dims;  ///< -1 where dynamic
  bool persistable = false;   ///< a parameter
};

struct BlockDesc {
  int32_t parent = -1;
  std::vector<VarDesc> variables;
  std::vector<OpDesc> operators;
};

/// The bytes of a `.pdmodel`. The first block is the main one, to which the variables `feed` and
/// `fetch` are added.
std::string SerializeProgram(const std::vector<BlockDesc>& blocks);

}  // namespace fastdeploy
