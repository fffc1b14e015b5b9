// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/program_desc.h"

#include "fastdeploy/runtime/formats/protobuf_writer.h"

namespace fastdeploy {
namespace {

// VarType.Type of framework.proto, for variables that are not elements of tensors.
enum VarKind : uint8_t { kDenseTensor = 7, kFeedMinibatch = 9, kFetchList = 10 };

template <typename... Calls>
struct Overloaded : Calls... {
  using Calls::operator()...;
};
template <typename... Calls>
Overloaded(Calls...) -> Overloaded<Calls...>;

ProtobufWriter Attribute(const std::string& name, const AttributeDesc& value) {
  ProtobufWriter out;
  out.Bytes(1, name);
  // Field 2 is the type (AttrType); the value has a field of its own for every type.
  const Overloaded write = {[&](int32_t v) { out.Number(2, 0), out.Number(3, v); },
                            [&](float v) { out.Number(2, 1), out.Float(4, v); },
                            [&](const std::string& v) { out.Number(2, 2), out.Bytes(5, v); },
                            [&](const std::vector<int32_t>& values) {
                              out.Number(2, 3);
                              for (const int32_t v : values) out.Number(6, v);
                            },
                            [&](const std::vector<float>& values) {
                              out.Number(2, 4);
                              for (const float v : values) out.Float(7, v);
                            },
                            [&](const std::vector<std::string>& values) {
                              out.Number(2, 5);
                              for (const std::string& v : values) out.Bytes(8, v);
                            },
                            [&](bool v) { out.Number(2, 6), out.Number(10, v ? 1 : 0); },
                            [&](BlockIndex v) { out.Number(2, 8), out.Number(12, v.index); },
                            [&](int64_t v) { out.Number(2, 9), out.Number(13, v); },
                            [&](const std::vector<int64_t>& values) {
                              out.Number(2, 11);
                              for (const int64_t v : values) out.Number(15, v);
                            }};
  std::visit(write, value);
  return out;
}

ProtobufWriter Slot(const std::string& name, const std::vector<std::string>& tensors) {
  ProtobufWriter out;
  out.Bytes(1, name);
  for (const std::string& tensor : tensors) out.Bytes(2, tensor);
  return out;
}

ProtobufWriter Operator(const OpDesc& op) {
  ProtobufWriter out;
  for (const auto& [name, tensors] : op.inputs) out.Message(1, Slot(name, tensors));
  for (const auto& [name, tensors] : op.outputs) out.Message(2, Slot(name, tensors));
  out.Bytes(3, op.type);
  for (const auto& [name, value] : op.attributes) out.Message(4, Attribute(name, value));
  return out;
}

ProtobufWriter Variable(const std::string& name, VarKind kind, const VarDesc* tensor) {
  ProtobufWriter type;
  type.Number(1, kind);
  if (tensor != nullptr) {
    ProtobufWriter description;
    description.Number(1, tensor->dtype);
    for (const int64_t dim : tensor->dims) description.Number(2, dim);
    ProtobufWriter dense;
    dense.Message(1, description);
    type.Message(3, dense);
  }
  ProtobufWriter out;
  out.Bytes(1, name);
  out.Message(2, type);
  if (tensor == nullptr || tensor->persistable) out.Number(3, 1);
  return out;
}

}  // namespace

std::string SerializeProgram(const std::vector<BlockDesc>& blocks) {
  ProtobufWriter program;
  for (size_t i = 0; i < blocks.size(); ++i) {
    ProtobufWriter block;
    block.Number(1, static_cast<int64_t>(i));
    block.Number(2, blocks[i].parent);
    if (i == 0) {
      block.Message(3, Variable("feed", kFeedMinibatch, nullptr));
      block.Message(3, Variable("fetch", kFetchList, nullptr));
    }
    for (const VarDesc& var : blocks[i].variables) {
      block.Message(3, Variable(var.name, kDenseTensor, &var));
    }
    for (const OpDesc& op : blocks[i].operators) block.Message(4, Operator(op));
    program.Message(1, block);
  }
  return std::move(program).Take();
}

}  // namespace fastdeploy
