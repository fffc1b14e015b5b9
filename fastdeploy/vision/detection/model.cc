// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/model.h"

#include "fastdeploy/runtime/model_folder.h"

namespace fastdeploy::vision::detection {

PaddleDetectionModel::PaddleDetectionModel(const std::string& model_file,
                                           const std::string& params_file,
                                           const std::string& config_file,
                                           const RuntimeOption& custom_option,
                                           const ModelFormat& model_format) {
  LoadOrLog(
      [&] { *this = Load(model_file, params_file, config_file, custom_option, model_format); });
}

PaddleDetectionModel PaddleDetectionModel::Load(const std::string& model_file,
                                                const std::string& params_file,
                                                const std::string& config_file,
                                                const RuntimeOption& option,
                                                const ModelFormat& model_format) {
  const DetectionConfig config = ReadDetectionConfig(config_file);
  PaddleDetPreprocessor preprocessor(config);
  RuntimeOption chosen = option;
  chosen.model_file = model_file;
  chosen.params_file = params_file;
  chosen.model_format = model_format;
  chosen.usual_input_shapes = preprocessor.InputShapes();
  Runtime runtime = Runtime::Load(chosen);
  preprocessor.SetInputs(runtime.GetInputInfos());
  return {std::move(preprocessor), std::move(runtime), PaddleDetPostprocessor(config)};
}

PaddleDetectionModel PaddleDetectionModel::Load(const std::string& folder,
                                                const RuntimeOption& option) {
  const ModelFolder files = FindConfiguredModel(folder);
  return Load(files.model, files.params, files.config, option);
}

}  // namespace fastdeploy::vision::detection
