// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/external_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"

namespace fastdeploy::onnx {
namespace {

/// A model, graph, node or another message on the way to its tensors, as onnx.proto numbers fields.
enum class Message { kModel, kGraph, kFunction, kNode, kAttribute, kSparseTensor, kTensor };

struct Child {
  Message parent;
  uint32_t field;
  Message child;
};
constexpr Child kChildren[] = {
    {Message::kModel, 7, Message::kGraph},
    {Message::kModel, 25, Message::kFunction},
    {Message::kFunction, 7, Message::kNode},
    {Message::kGraph, 1, Message::kNode},
    {Message::kGraph, 5, Message::kTensor},
    {Message::kGraph, 15, Message::kSparseTensor},
    {Message::kNode, 5, Message::kAttribute},
    {Message::kAttribute, 5, Message::kTensor},
    {Message::kAttribute, 6, Message::kGraph},
    {Message::kAttribute, 10, Message::kTensor},
    {Message::kAttribute, 11, Message::kGraph},
    {Message::kAttribute, 22, Message::kSparseTensor},
    {Message::kAttribute, 23, Message::kSparseTensor},
    {Message::kSparseTensor, 1, Message::kTensor},
    {Message::kSparseTensor, 2, Message::kTensor},
};
constexpr uint32_t kExternalData = 13;  // of a tensor: pairs of a key and a value
constexpr int kDeepest = 100;           // graphs within graphs; protobuf's own limit

void RequireInside(const std::string& location) {
  const std::filesystem::path path(location);
  const bool inside =
      !location.empty() && location.find('\0') == std::string::npos && !path.is_absolute() &&
      std::ranges::none_of(path, [](const auto& part) { return part == ".." || part == "*"; });
  if (inside) return;
  throw Error(
      ErrorKind::kInvalidFile,
      fmt::format("external weights are at '{}': expected a file in the model's folder", location));
}

void AddFile(std::string_view pair, std::set<std::string>* files) {
  std::string_view key;
  std::string_view value;
  ForEachField(pair, [&](const ProtobufField& field) {
    if (field.number == 1) key = field.bytes;
    if (field.number == 2) value = field.bytes;
  });
  if (key != "location") return;
  std::string location(value);
  RequireInside(location);
  files->insert(std::move(location));
}

void Walk(Message message, std::string_view bytes, int depth, std::set<std::string>* files) {
  if (depth > kDeepest) throw Error(ErrorKind::kInvalidFile, "graphs are nested too deeply");
  ForEachField(bytes, [&](const ProtobufField& field) {
    if (!field.is_bytes) return;
    if (message == Message::kTensor && field.number == kExternalData) AddFile(field.bytes, files);
    for (const Child& child : kChildren) {
      if (child.parent != message || child.field != field.number) continue;
      Walk(child.child, field.bytes, depth + 1, files);
    }
  });
}

}  // namespace

std::set<std::string> ExternalFiles(std::string_view model) {
  std::set<std::string> files;
  Walk(Message::kModel, model, 0, &files);
  return files;
}

}  // namespace fastdeploy::onnx
