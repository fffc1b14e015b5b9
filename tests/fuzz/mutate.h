// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/fuzz/target.h"

// Changes of inputs, each small. What is not of the expected form is changed as bytes.
namespace fastdeploy::fuzz {

/// 0 to bound - 1.
inline size_t Below(Random* random, size_t bound) { return (*random)() % bound; }

/// Replaces, inserts, repeats or removes bytes, or cuts off the end.
void MutateBytes(std::string* input, Random* random);

/// Replaces, repeats or removes a value of a JSON text.
void MutateJson(std::string* input, Random* random);

/// Replaces, repeats or removes a field of a protobuf message or of a message within it.
void MutateProtobuf(std::string* input, Random* random);

/// Replaces a word or number of a text, or repeats, moves, indents or removes a line.
void MutateText(std::string* input, Random* random);

}  // namespace fastdeploy::fuzz
