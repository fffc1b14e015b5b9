// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy {

/// The paths of the files of an exported model; empty for a file that it does not have.
struct ModelFolder {
  std::string model;   ///< .pdmodel, .onnx, .xml or inference.json
  std::string params;  ///< .pdiparams or .bin
  std::string config;  ///< the exporter's YAML
};

/// Finds the files of a model in a folder.
///
/// The model is the .pdmodel, else the .onnx, else the .xml (OpenVINO IR), else Paddle 3's
/// inference.json (model.json in older exports). Of several files of one kind it is the one called
/// `inference` or `model`. The parameters are the file of the same name, or the only one of their
/// kind. The YAML is the first of inference.yml, inference_cls.yaml, infer_cfg.yml and deploy.yaml;
/// not every model has one.
///
/// Throws Error (kNotFound, kInvalidArgument) that names the folder and what is missing or
/// ambiguous. Thread-safe.
ModelFolder FindModelFolder(const std::string& folder);

/// The same for a model that cannot be used without its YAML. Throws Error (kNotFound) if there is
/// none.
ModelFolder FindConfiguredModel(const std::string& folder);

/// The files of a model that is named by its file or by its folder. `params` and `config`, where
/// they are not empty, replace what is found in the folder. Throws Error, as FindModelFolder does.
/// Thread-safe.
ModelFolder FindModel(const std::string& model, const std::string& params = "",
                      const std::string& config = "");

}  // namespace fastdeploy
