// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy {

/// The files of an exported model. Empty where there is none.
struct ModelFolder {
  std::string model;   ///< .pdmodel, .onnx or .xml
  std::string params;  ///< .pdiparams or .bin
  std::string config;  ///< the exporter's YAML
};

/// Finds the files of a model in a folder: the only .pdmodel, .onnx or .xml (of several, the one
/// called `inference` or `model`), its parameters, and inference.yml, inference_cls.yaml,
/// infer_cfg.yml or deploy.yaml. Throws Error that names the folder and what is missing or
/// ambiguous.
ModelFolder FindModelFolder(const std::string& folder);

}  // namespace fastdeploy
