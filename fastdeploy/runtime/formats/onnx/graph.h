// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fastdeploy/core/variant.h"

namespace fastdeploy::onnx {

// An ONNX model that is being made (onnx.proto): plain values, written to bytes at the end.

struct Graph;

/// A named value of a node. Takes what C++ writes for it: 1, true, 0.5, "text", {1, 2}.
struct Attribute {
  std::string name;
  Variant<int64_t, float, std::string, std::vector<int64_t>, std::vector<float>,
          std::vector<std::string>, std::shared_ptr<const Graph>>
      value;

  Attribute(const char* key, std::integral auto number)
      : name(key), value(static_cast<int64_t>(number)) {}
  Attribute(const char* key, std::floating_point auto number)
      : name(key), value(static_cast<float>(number)) {}
  Attribute(const char* key, const char* text) : name(key), value(std::string(text)) {}
  Attribute(const char* key, std::string text) : name(key), value(std::move(text)) {}
  Attribute(const char* key, std::vector<int64_t> numbers) : name(key), value(std::move(numbers)) {}
  Attribute(const char* key, std::vector<float> numbers) : name(key), value(std::move(numbers)) {}
  Attribute(const char* key, std::vector<std::string> texts) : name(key), value(std::move(texts)) {}
  Attribute(const char* key, std::shared_ptr<const Graph> graph)
      : name(key), value(std::move(graph)) {}
};
using Attributes = std::vector<Attribute>;

struct Node {
  std::string type;
  std::string domain;               ///< empty: ONNX's own
  std::string name;                 ///< for messages: the operator that it comes from
  std::vector<std::string> inputs;  ///< empty where left out
  std::vector<std::string> outputs;
  Attributes attributes;
};

/// A constant tensor: its bytes, or where they lie in a file beside the model.
struct Initializer {
  struct InFile {
    uint64_t offset = 0;
    uint64_t size = 0;
  };
  std::string name;
  int64_t dtype = 0;  ///< a number of DType
  std::vector<int64_t> dims;
  Variant<std::string, std::string_view, InFile> data;
};

struct ValueInfo {
  std::string name;
  int64_t dtype = 0;                         ///< a number of DType
  std::optional<std::vector<int64_t>> dims;  ///< -1 where dynamic; none: of unknown rank
};

struct Graph {
  std::vector<Node> nodes;
  std::vector<Initializer> initializers;
  std::vector<ValueInfo> inputs;
  std::vector<ValueInfo> outputs;
};

/// ONNX's number of an element type (a number of DType). Throws Error (kUnsupported) for others.
int64_t OnnxType(int64_t dtype);

/// The version of ONNX's operators that the rules are written for.
inline constexpr int64_t kOpset = 20;
/// The domain of operators that ONNX lacks: both backends have the kernels in runtime/operators/.
inline constexpr const char* kOwnDomain = "fastdeploy";

/// Removes nodes and initialisers of a graph (not of bodies) that its outputs do not need.
void RemoveUnused(Graph* graph);

/// The operator of our own domain that stands for a weight: "dtype" (of ONNX), "dims", "offset" and
/// "size" in the parameter file are its attributes.
inline constexpr const char* kWeightOperator = "Weight";

/// The bytes of a model. Initialisers with a place in a file lie in `data_file`, a name without a
/// folder; if it is empty, nodes of kWeightOperator take their place.
std::string SerializeModel(const Graph& graph, const std::string& data_file);

}  // namespace fastdeploy::onnx
