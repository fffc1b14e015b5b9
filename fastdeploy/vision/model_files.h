// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// The files of an exported model, as paths; empty if there is none.
struct ModelFiles {
  std::string model;   ///< .pdmodel, .onnx, .xml or inference.json
  std::string params;  ///< .pdiparams or .bin
  std::string config;  ///< the exporter's YAML
  std::string labels;  ///< the character dictionary of a text recogniser
  std::string folder;  ///< if the model was named by its folder
};

/// Finds the files of a model in a folder.
///
/// The model is the .pdmodel, else the .onnx, else the .xml (OpenVINO IR), else Paddle 3's
/// inference.json (older exports: model.json); of several of one kind, the one called `inference`
/// or `model`. Its parameters have its name, or are the only ones. The YAML is the first of
/// inference.yml, inference_cls.yaml, infer_cfg.yml and deploy.yaml; not every model has one.
///
/// Throws Error (kNotFound, kInvalidArgument) that names the folder and what is missing or
/// ambiguous. Thread-safe.
FASTDEPLOY_DECL ModelFiles FindModelFolder(const std::string& folder);

/// The files of a model that is named by a file or a folder. `params` and `config`, if given, are
/// taken in place of what is found. The YAML of a model file is looked for beside it. Throws Error,
/// as FindModelFolder does. Thread-safe.
FASTDEPLOY_DECL ModelFiles FindModel(const std::string& model, const std::string& params = "",
                                     const std::string& config = "");

/// The exporter's YAML of a folder, or "".
FASTDEPLOY_DECL std::string FindConfig(const std::string& folder);

/// The YAML of a model that cannot be used without one. Throws Error (kNotFound) if there is none.
FASTDEPLOY_DECL const std::string& RequireConfig(const ModelFiles& files);

}  // namespace fastdeploy::vision
