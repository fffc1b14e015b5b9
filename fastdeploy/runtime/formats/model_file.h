// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/runtime/enum_variables.h"

namespace fastdeploy {

struct RuntimeOption;

/// A model that was found and recognised: what it is, and its bytes, in a mapped file or in the
/// caller's memory (borrowed for the time of loading).
struct ModelFile {
  ModelFormat format = AUTOREC;
  std::string model_path;   ///< empty for a model from memory
  std::string params_path;  ///< empty where there are none, or from memory
  std::string_view model;
  std::string_view params;
  /// Paddle 3's `inference.json`, if the file is one; `model` is then its translation to PADDLE.
  std::string_view pir;

  /// "model 'a.pdmodel' with parameters 'a.pdiparams'", for messages.
  [[nodiscard]] std::string Name() const;

  std::optional<MappedFile> mapped_model;
  std::optional<MappedFile> mapped_params;
  std::shared_ptr<const std::string> translated;
};

/// Opens the model that `option` names and tells from its bytes what it is: a Paddle program
/// (.pdmodel, or inference.json, which is translated), ONNX or OpenVINO IR. Parameters that are not
/// named are looked for beside the model. Checks what can be checked without a backend: that the
/// files are there, whole, and of one kind. Throws Error that names the file and the reason.
ModelFile OpenModelFile(const RuntimeOption& option);

/// The format that the bytes of a model file are in; PADDLE for inference.json, too. Throws Error
/// (kInvalidFile, kUnsupported).
ModelFormat DetectModelFormat(std::string_view model);

/// Key and value pairs that an ONNX model carries (ModelProto.metadata_props); none for other
/// formats. PP-OCR's exporters keep the character list there.
std::map<std::string, std::string> ReadOnnxMetadata(std::string_view model);

}  // namespace fastdeploy
