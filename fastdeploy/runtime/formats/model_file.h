// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/runtime/enum_variables.h"
#include "fastdeploy/runtime/formats/onnx/translate.h"

namespace fastdeploy {

struct RuntimeOption;

/// A model file whose format is known, and its bytes: in a mapped file, or in the caller's memory,
/// which has to outlive this object.
struct ModelFile {
  ModelFormat format = AUTOREC;
  std::string model_path;   ///< empty for a model from memory
  std::string params_path;  ///< empty if there are none, or for parameters from memory
  std::string_view model;
  std::string_view params;
  /// The files beside an ONNX model that hold weights of it.
  std::vector<std::string> external_files;
  /// What a Paddle model says, whichever of its formats the file has; null for other models.
  std::shared_ptr<const paddle::Program> program;

  /// "model 'a.pdmodel' with parameters 'a.pdiparams'", for messages.
  [[nodiscard]] std::string Name() const;

  std::optional<MappedFile> mapped_model;
  std::optional<MappedFile> mapped_params;
};

/// Opens the model that `option` names and recognises its format by its bytes: a Paddle program
/// (.pdmodel or inference.json), ONNX or OpenVINO IR. Looks for the
/// parameters beside the model if they are not named. Checks what can be checked without a backend:
/// that the files exist, are complete and belong together. Throws Error with the path and the
/// reason.
ModelFile OpenModelFile(const RuntimeOption& option);

/// The format of a model file, given its bytes. For inference.json it is PADDLE, too. Throws Error
/// (kInvalidFile).
ModelFormat DetectModelFormat(std::string_view model);

/// Translates a Paddle model to ONNX. For kFile, the model refers to the parameters as
/// `params_name`; by default that is the name of their file. Parameters in memory have no file:
/// they go inside. Throws Error that names the operator.
OnnxModel ToOnnx(const ModelFile& file, WeightPlace place, const std::string& params_name = "");

/// The metadata of an ONNX model (ModelProto.metadata_props), in which PP-OCR's exporters store the
/// character list, also of one that became an OpenVINO IR; none for other formats.
std::map<std::string, std::string> ReadMetadata(const ModelFile& file);

}  // namespace fastdeploy
