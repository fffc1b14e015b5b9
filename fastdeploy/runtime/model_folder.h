// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy {

/// The files of an exported model, as paths. Empty where there is none.
struct ModelFolder {
  std::string model;   ///< .pdmodel, .onnx, .xml or inference.json
  std::string params;  ///< .pdiparams or .bin
  std::string config;  ///< the exporter's YAML
};

/// Finds the files of a model in a folder.
///
/// The model is the .pdmodel, else the .onnx, else the .xml (OpenVINO IR), else Paddle 3's
/// inference.json (older exports: model.json); of several of one kind the one called `inference` or
/// `model`. Its parameters have its name, or are the only ones. The YAML is the first of
/// inference.yml, inference_cls.yaml, infer_cfg.yml and deploy.yaml, which not every model has.
///
/// Throws Error (kNotFound, kInvalidArgument) that names the folder and what is missing or
/// ambiguous. Thread-safe.
ModelFolder FindModelFolder(const std::string& folder);

/// The same of a model that is no use without its YAML. Throws Error (kNotFound) where it is not
/// there.
ModelFolder FindConfiguredModel(const std::string& folder);

/// The files of a model that is named by a file or by a folder: what is in the folder, except where
/// `params` or `config` name another file. Throws Error, as FindModelFolder. Thread-safe.
ModelFolder FindModel(const std::string& model, const std::string& params = "",
                      const std::string& config = "");

}  // namespace fastdeploy
