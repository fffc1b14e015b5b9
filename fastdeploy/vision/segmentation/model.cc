// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/model.h"

#include "fastdeploy/runtime/model_folder.h"

namespace fastdeploy::vision::segmentation {

Runtime LoadRuntime(const std::string& model_file, const std::string& params_file,
                    const PaddleSegPreprocessor& preprocessor, RuntimeOption option,
                    ModelFormat format) {
  option.model_file = model_file;
  option.params_file = params_file;
  option.model_format = format;
  if (option.input_shapes.empty() && option.openvino_option.shape_infos.empty()) {
    option.SetInputShape("", preprocessor.InputShape());
  }
  return Runtime::Load(option);
}

PaddleSegModel::PaddleSegModel(const std::string& model_file, const std::string& params_file,
                               const std::string& config_file, const RuntimeOption& custom_option,
                               const ModelFormat& model_format) {
  LoadOrLog(
      [&] { *this = Load(model_file, params_file, config_file, custom_option, model_format); });
}

PaddleSegModel PaddleSegModel::Load(const std::string& model_file, const std::string& params_file,
                                    const std::string& config_file, const RuntimeOption& option,
                                    const ModelFormat& model_format) {
  PaddleSegPreprocessor preprocessor(config_file);
  PaddleSegPostprocessor postprocessor(config_file);
  Runtime runtime = LoadRuntime(model_file, params_file, preprocessor, option, model_format);
  return {std::move(preprocessor), std::move(runtime), postprocessor};
}

PaddleSegModel PaddleSegModel::Load(const std::string& folder, const RuntimeOption& option) {
  const ModelFolder files = FindConfiguredModel(folder);
  return Load(files.model, files.params, files.config, option);
}

}  // namespace fastdeploy::vision::segmentation
