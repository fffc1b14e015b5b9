// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/model_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/ir_metadata.h"
#include "fastdeploy/runtime/formats/onnx/external_data.h"
#include "fastdeploy/runtime/formats/paddle/parameter_file.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

// Field numbers of onnx.proto's ModelProto and of framework.proto's ProgramDesc.
constexpr uint32_t kOnnxIrVersion = 1;
constexpr uint32_t kOnnxGraph = 7;
constexpr uint32_t kOnnxMetadata = 14;
constexpr uint32_t kPaddleBlocks = 1;

ModelFormat DetectProtobuf(std::string_view model) {
  bool onnx = false;
  bool paddle = false;
  ProtobufReader reader(model);
  while (const auto field = reader.Next()) {
    onnx = onnx || (field->number == kOnnxGraph && field->is_bytes) ||
           (field->number == kOnnxIrVersion && !field->is_bytes);
    paddle = paddle || (field->number == kPaddleBlocks && field->is_bytes);
  }
  if (onnx == paddle) {
    throw Error(ErrorKind::kInvalidFile, "the file is not a Paddle program, ONNX or OpenVINO IR");
  }
  return onnx ? ONNX : PADDLE;
}

/// The path of the parameters if the user gave none: that of the model, with another extension.
std::string FindParams(const std::string& model_path, ModelFormat format) {
  if (format != PADDLE && format != OPENVINO_IR) return "";
  const fs::path beside =
      fs::path(model_path).replace_extension(format == PADDLE ? ".pdiparams" : ".bin");
  std::error_code error;
  return fs::exists(beside, error) ? beside.string() : "";
}

/// Reads the program of a Paddle model, and checks that the parameters belong to it.
void ReadPaddle(ModelFile* file) {
  file->program = std::make_shared<const paddle::Program>(paddle::ReadProgram(file->model));
  try {
    (void)paddle::ReadParameterFile(file->params, file->program->parameters);
  } catch (const Error& error) {
    throw file->params_path.empty()
        ? error
        : error.Within(fmt::format("parameter file '{}'", file->params_path));
  }
}

/// Finds the files with weights of an ONNX model. One from memory has no folder for them: the
/// backend refuses it.
void FindExternalFiles(ModelFile* file) {
  for (const std::string& name : onnx::ExternalFiles(file->model)) {
    if (file->model_path.empty()) continue;
    const fs::path path = fs::path(file->model_path).parent_path() / name;
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
      throw Error(ErrorKind::kNotFound,
                  fmt::format("cannot load model '{}': its file of weights '{}' does not exist",
                              file->model_path, path.string()));
    }
    file->external_files.push_back(path.string());
  }
}

void OpenFromPaths(const RuntimeOption& option, ModelFile* file) {
  file->model_path = option.model_file;
  file->mapped_model.emplace(option.model_file);
  file->model = file->mapped_model->Bytes();
  file->format = DetectModelFormat(file->model);
  file->params_path =
      option.params_file.empty() ? FindParams(option.model_file, file->format) : option.params_file;
  if (file->format == ONNX) file->params_path.clear();  // ONNX has no parameter file
  if (file->params_path.empty()) return;
  file->mapped_params.emplace(file->params_path);
  file->params = file->mapped_params->Bytes();
}

std::map<std::string, std::string> ReadOnnxMetadata(std::string_view model) {
  std::map<std::string, std::string> metadata;
  ProtobufReader reader(model);
  while (const auto field = reader.Next()) {
    if (field->number != kOnnxMetadata || !field->is_bytes) continue;
    std::string key;
    std::string value;
    ProtobufReader entry(field->bytes);
    while (const auto part = entry.Next()) {
      if (part->number == 1) key = part->bytes;
      if (part->number == 2) value = part->bytes;
    }
    metadata[key] = std::move(value);
  }
  return metadata;
}

}  // namespace

std::string ModelFile::Name() const {
  if (model_path.empty()) return "model from memory";
  if (params_path.empty()) return fmt::format("model '{}'", model_path);
  return fmt::format("model '{}' with parameters '{}'", model_path, params_path);
}

ModelFormat DetectModelFormat(std::string_view model) {
  if (model.empty()) throw Error(ErrorKind::kInvalidFile, "the file is empty");
  const size_t start = model.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const std::string_view head = start == std::string_view::npos ? "" : model.substr(start, 512);
  if (head.starts_with("<?xml") || head.starts_with("<net")) return OPENVINO_IR;
  if (paddle::LooksLikePir(model)) return PADDLE;
  return DetectProtobuf(model);
}

ModelFile OpenModelFile(const RuntimeOption& option) {
  ModelFile file;
  if (option.model_file.empty()) {
    throw Error(ErrorKind::kInvalidArgument, "no model file was given");
  }
  switch (option.model_format) {
    case AUTOREC:
    case PADDLE:
    case ONNX:
    case OPENVINO_IR:
      break;
    default:
      throw Error(ErrorKind::kUnsupported,
                  fmt::format("this library does not read {}", Str(option.model_format)));
  }
  try {
    if (option.model_from_memory_) {
      file.model = option.model_file;
      file.params = option.params_file;
      file.format = DetectModelFormat(file.model);
    } else {
      OpenFromPaths(option, &file);
    }
    if (file.format == PADDLE) ReadPaddle(&file);
    if (file.format == ONNX) FindExternalFiles(&file);
  } catch (const Error& error) {
    if (error.Kind() == ErrorKind::kNotFound) throw;  // it names the file
    throw error.Within("cannot load " + (option.model_from_memory_
                                             ? std::string("model from memory")
                                             : fmt::format("model '{}'", option.model_file)));
  }
  return file;
}

OnnxModel ToOnnx(const ModelFile& file, WeightPlace place, const std::string& params_name) {
  if (place == WeightPlace::kFile && file.params_path.empty()) place = WeightPlace::kInside;
  const std::string own_name = fs::path(file.params_path).filename().string();
  return TranslateToOnnx(*file.program, file.params, place,
                         params_name.empty() ? own_name : params_name);
}

std::map<std::string, std::string> ReadMetadata(const ModelFile& file) {
  if (file.format == OPENVINO_IR) return ReadIrMetadata(file.model);
  return file.format == ONNX ? ReadOnnxMetadata(file.model) : std::map<std::string, std::string>();
}

}  // namespace fastdeploy
