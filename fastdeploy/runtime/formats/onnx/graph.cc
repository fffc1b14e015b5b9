// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/dtype.h"
#include "fastdeploy/runtime/formats/protobuf_writer.h"

namespace fastdeploy::onnx {
namespace {

constexpr int64_t kIrVersion = 9;

/// Writes the messages of onnx.proto; the numbers are those of its fields.
class Writer {
 public:
  explicit Writer(const std::string& data_file) : data_file_(data_file) {}

  ProtobufWriter WriteGraph(const Graph& graph, std::string_view name) {
    ProtobufWriter out;
    for (const Initializer& tensor : graph.initializers) {
      if (IsNode(tensor)) out.Message(1, WriteNode(WeightNode(tensor)));
    }
    for (const Node& node : graph.nodes) out.Message(1, WriteNode(node));
    out.Bytes(2, name);
    for (const Initializer& tensor : graph.initializers) {
      if (!IsNode(tensor)) out.Message(5, WriteTensor(tensor));
    }
    for (const ValueInfo& value : graph.inputs) out.Message(11, WriteValue(value));
    for (const ValueInfo& value : graph.outputs) out.Message(12, WriteValue(value));
    return out;
  }

  [[nodiscard]] const std::set<std::string>& Domains() const { return domains_; }

 private:
  [[nodiscard]] bool IsNode(const Initializer& tensor) const {
    return data_file_.empty() && std::holds_alternative<Initializer::InFile>(tensor.data);
  }

  static Node WeightNode(const Initializer& tensor) {
    const auto& place = std::get<Initializer::InFile>(tensor.data);
    return {.type = kWeightOperator,
            .domain = kOwnDomain,
            .name = tensor.name,
            .inputs = {},
            .outputs = {tensor.name},
            .attributes = {{"dtype", OnnxType(tensor.dtype)},
                           {"dims", tensor.dims},
                           {"offset", place.offset},
                           {"size", place.size}}};
  }

  ProtobufWriter WriteNode(const Node& node) {
    ProtobufWriter out;
    for (const std::string& input : node.inputs) out.Bytes(1, input);
    for (const std::string& output : node.outputs) out.Bytes(2, output);
    out.Bytes(3, node.name);
    out.Bytes(4, node.type);
    for (const Attribute& attribute : node.attributes) out.Message(5, WriteAttribute(attribute));
    if (!node.domain.empty()) out.Bytes(7, node.domain);
    domains_.insert(node.domain);
    return out;
  }

  ProtobufWriter WriteAttribute(const Attribute& attribute) {
    ProtobufWriter out;
    out.Bytes(1, attribute.name);
    // Field 20 is the type (AttributeProto.AttributeType).
    if (const auto* whole = std::get_if<int64_t>(&attribute.value)) {
      out.Number(3, *whole);
      out.Number(20, 2);
    } else if (const auto* real = std::get_if<float>(&attribute.value)) {
      out.Float(2, *real);
      out.Number(20, 1);
    } else if (const auto* text = std::get_if<std::string>(&attribute.value)) {
      out.Bytes(4, *text);
      out.Number(20, 3);
    } else if (const auto* ints = std::get_if<std::vector<int64_t>>(&attribute.value)) {
      for (const int64_t value : *ints) out.Number(8, value);
      out.Number(20, 7);
    } else if (const auto* floats = std::get_if<std::vector<float>>(&attribute.value)) {
      for (const float value : *floats) out.Float(7, value);
      out.Number(20, 6);
    } else if (const auto* texts = std::get_if<std::vector<std::string>>(&attribute.value)) {
      for (const std::string& value : *texts) out.Bytes(9, value);
      out.Number(20, 8);
    } else {
      const auto& graph = std::get<std::shared_ptr<const Graph>>(attribute.value);
      out.Message(6, WriteGraph(*graph, attribute.name));
      out.Number(20, 5);
    }
    return out;
  }

  ProtobufWriter WriteTensor(const Initializer& tensor) const {
    ProtobufWriter out;
    for (const int64_t dim : tensor.dims) out.Number(1, dim);
    out.Number(2, OnnxType(tensor.dtype));
    out.Bytes(8, tensor.name);
    if (const auto* bytes = std::get_if<std::string>(&tensor.data)) {
      out.Bytes(9, *bytes);
    } else if (const auto* view = std::get_if<std::string_view>(&tensor.data)) {
      out.Bytes(9, *view);
    } else {
      const auto& place = std::get<Initializer::InFile>(tensor.data);
      out.Message(13, Entry("location", data_file_));
      out.Message(13, Entry("offset", std::to_string(place.offset)));
      out.Message(13, Entry("length", std::to_string(place.size)));
      out.Number(14, 1);  // TensorProto.DataLocation.EXTERNAL
    }
    return out;
  }

  static ProtobufWriter WriteValue(const ValueInfo& value) {
    ProtobufWriter tensor;
    tensor.Number(1, OnnxType(value.dtype));
    if (value.dims.has_value()) {
      ProtobufWriter shape;
      for (const int64_t dim : *value.dims) {
        ProtobufWriter one;
        if (dim >= 0) one.Number(1, dim);
        shape.Message(1, one);
      }
      tensor.Message(2, shape);
    }
    ProtobufWriter type;
    type.Message(1, tensor);
    ProtobufWriter out;
    out.Bytes(1, value.name);
    out.Message(2, type);
    return out;
  }

  static ProtobufWriter Entry(std::string_view key, std::string_view value) {
    ProtobufWriter out;
    out.Bytes(1, key);
    out.Bytes(2, value);
    return out;
  }

  const std::string& data_file_;
  std::set<std::string> domains_ = {""};
};

/// The values that a node takes, its bodies included.
void AddInputs(const Node& node, std::unordered_set<std::string>* names) {
  names->insert(node.inputs.begin(), node.inputs.end());
  for (const Attribute& attribute : node.attributes) {
    const auto* body = std::get_if<std::shared_ptr<const Graph>>(&attribute.value);
    if (body == nullptr) continue;
    for (const Node& inner : (*body)->nodes) AddInputs(inner, names);
    for (const ValueInfo& output : (*body)->outputs) names->insert(output.name);
  }
}

}  // namespace

int64_t OnnxType(int64_t dtype) {
  const DTypeRow* row = FindDType(dtype);
  if (row == nullptr) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("values of {} are not supported", DTypeName(dtype)));
  }
  return row->onnx;
}

void RemoveUnused(Graph* graph) {
  std::unordered_set<std::string> needed;
  for (const ValueInfo& output : graph->outputs) needed.insert(output.name);
  std::vector<Node> kept;
  for (size_t i = graph->nodes.size(); i-- > 0;) {
    Node& node = graph->nodes[i];
    const auto is_needed = [&](const std::string& name) { return needed.contains(name); };
    if (std::ranges::none_of(node.outputs, is_needed)) continue;
    AddInputs(node, &needed);
    kept.push_back(std::move(node));
  }
  std::ranges::reverse(kept);
  graph->nodes = std::move(kept);
  std::erase_if(graph->initializers,
                [&](const Initializer& tensor) { return !needed.contains(tensor.name); });
}

std::string SerializeModel(const Graph& graph, const std::string& data_file) {
  Writer writer(data_file);
  ProtobufWriter model;
  model.Number(1, kIrVersion);
  model.Bytes(2, "fastdeploy");
  model.Message(7, writer.WriteGraph(graph, "main"));
  for (const std::string& domain : writer.Domains()) {
    ProtobufWriter import;
    import.Bytes(1, domain);
    import.Number(2, domain.empty() ? kOpset : 1);
    model.Message(8, import);
  }
  return std::move(model).Take();
}

}  // namespace fastdeploy::onnx
