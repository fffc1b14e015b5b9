// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/describe.h"

#include <fmt/format.h>

#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"

namespace fastdeploy {
namespace {

// Field numbers of onnx.proto (ModelProto, OperatorSetIdProto, GraphProto, NodeProto).
namespace onnx {
constexpr uint32_t kGraph = 7;
constexpr uint32_t kOpset = 8;
constexpr uint32_t kDomain = 1;
constexpr uint32_t kOpsetVersion = 2;
constexpr uint32_t kNodes = 1;
constexpr uint32_t kOpType = 4;
}  // namespace onnx

/// The text in a field of a message, e.g. the type of an operator.
std::string TextOf(std::string_view message, uint32_t number) {
  std::string text;
  ForEachField(message, [&](const ProtobufField& field) {
    if (field.number == number && field.is_bytes) text = field.bytes;
  });
  return text;
}

/// Paddle's 2006002 is 2.6.2. 0 stands for a development build.
std::string PaddleVersion(int64_t number) {
  if (number == 0) return "";
  return fmt::format("{}.{}.{}", number / 1000000, number / 1000 % 1000, number % 1000);
}

ModelDescription DescribePaddle(const paddle::Program& program) {
  const bool is_pir = program.format == paddle::ProgramFormat::kPir;
  ModelDescription description = {
      .format = is_pir ? "Paddle 3 (inference.json, PIR)" : "Paddle (.pdmodel)",
      .version = is_pir ? std::to_string(program.version) : PaddleVersion(program.version),
      .operators = {}};
  for (const paddle::Block& block : program.blocks) {
    for (const paddle::Operator& op : block.operators) ++description.operators[op.type];
  }
  return description;
}

ModelDescription DescribeOnnx(std::string_view model) {
  ModelDescription description = {.format = "ONNX"};
  ForEachField(model, [&](const ProtobufField& field) {
    if (field.number == onnx::kOpset && TextOf(field.bytes, onnx::kDomain).empty()) {
      ForEachField(field.bytes, [&](const ProtobufField& opset) {
        if (opset.number == onnx::kOpsetVersion) {
          description.version = fmt::format("opset {}", opset.value);
        }
      });
    }
    if (field.number != onnx::kGraph) return;
    ForEachField(field.bytes, [&](const ProtobufField& node) {
      if (node.number == onnx::kNodes) ++description.operators[TextOf(node.bytes, onnx::kOpType)];
    });
  });
  return description;
}

/// The value of an attribute of an XML element: of the first `name="..."` in its text.
std::string_view XmlAttribute(std::string_view element, std::string_view name) {
  const std::string key = fmt::format(" {}=\"", name);
  const size_t start = element.find(key);
  if (start == std::string_view::npos) return "";
  element.remove_prefix(start + key.size());
  return element.substr(0, element.find('"'));
}

ModelDescription DescribeIr(std::string_view xml) {
  ModelDescription description = {.format = "OpenVINO IR"};
  for (size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    const std::string_view element = xml.substr(at, xml.find('>', at) - at);
    if (element.starts_with("<net ")) description.version = XmlAttribute(element, "version");
    if (!element.starts_with("<layer ")) continue;
    ++description.operators[std::string(XmlAttribute(element, "type"))];
  }
  return description;
}

}  // namespace

ModelDescription DescribeModel(const ModelFile& file) {
  if (file.format == PADDLE) return DescribePaddle(*file.program);
  return file.format == ONNX ? DescribeOnnx(file.model) : DescribeIr(file.model);
}

}  // namespace fastdeploy
