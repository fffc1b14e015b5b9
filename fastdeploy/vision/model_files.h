// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// The paths of an exported model's files; empty for files that it does not have.
struct ModelFiles {
  std::string model;   ///< .pdmodel, .onnx, .xml, inference.json or __model__
  std::string params;  ///< .pdiparams, .bin or __params__
  std::string config;  ///< the exporter's YAML
  std::string labels;  ///< the character dictionary of a text recogniser
  std::string folder;  ///< set if the model was given by its folder
};

/// Finds the files of a model in a folder.
///
/// The model is the .pdmodel, else the .onnx, else the .xml (OpenVINO IR), else Paddle 3's
/// inference.json (older exports: model.json), else PaddleX 1's __model__; if there are several of
/// a kind, the one called `inference` or `model`. Its parameter file has the same name (__params__
/// for __model__), or is the only one. The YAML is the first of inference.yml, inference_cls.yaml,
/// infer_cfg.yml, deploy.yaml and PaddleX 1's and 2's model.yml; not every model has one.
///
/// Throws Error (kNotFound, kInvalidArgument) naming the folder and what is missing or ambiguous.
/// Thread-safe.
FASTDEPLOY_DECL ModelFiles FindModelFolder(const std::string& folder);

/// The files of a model given by its file or its folder. `params` and `config`, if not empty,
/// replace what is found. The YAML of a model file is searched for beside it. Throws Error as
/// FindModelFolder does. Thread-safe.
FASTDEPLOY_DECL ModelFiles FindModel(const std::string& model, const std::string& params = "",
                                     const std::string& config = "");

/// The path of the exporter's YAML in a folder, or "".
FASTDEPLOY_DECL std::string FindConfig(const std::string& folder);

/// The YAML of a model that needs one. Throws Error (kNotFound) if there is none.
FASTDEPLOY_DECL const std::string& RequireConfig(const ModelFiles& files);

}  // namespace fastdeploy::vision
