// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/model.h"

#include "fastdeploy/runtime/model_folder.h"
#include "fastdeploy/vision/yaml.h"

namespace fastdeploy::vision::classification {
namespace {

/// The network, with its input fixed to what the preprocessor makes unless the user fixed one.
Runtime LoadRuntime(const std::string& model_file, const std::string& params_file,
                    const PaddleClasPreprocessor& preprocessor, RuntimeOption option,
                    ModelFormat format) {
  option.model_file = model_file;
  option.params_file = params_file;
  option.model_format = format;
  const auto shape = preprocessor.FixedShape();
  if (shape && option.input_shapes.empty() && option.openvino_option.shape_infos.empty()) {
    option.SetInputShape("", *shape);
  }
  return Runtime::Load(option);
}

PaddleClasPostprocessor ReadPostprocessor(const std::string& config_file) {
  PaddleClasPostprocessor postprocessor;
  const Yaml yaml = Yaml::Load(config_file);
  if (!yaml.Has("PostProcess") || !yaml.At("PostProcess").Has("Topk")) return postprocessor;
  const Yaml topk = yaml.At("PostProcess").At("Topk");
  postprocessor.SetLabels(topk.Get<std::vector<std::string>>("label_list", {}));
  return postprocessor;
}

}  // namespace

PaddleClasModel::PaddleClasModel(const std::string& model_file, const std::string& params_file,
                                 const std::string& config_file, const RuntimeOption& custom_option,
                                 const ModelFormat& model_format) {
  LoadOrLog(
      [&] { *this = Load(model_file, params_file, config_file, custom_option, model_format); });
}

PaddleClasModel PaddleClasModel::Load(const std::string& model_file, const std::string& params_file,
                                      const std::string& config_file, const RuntimeOption& option,
                                      const ModelFormat& model_format) {
  PaddleClasPreprocessor preprocessor(config_file);
  Runtime runtime = LoadRuntime(model_file, params_file, preprocessor, option, model_format);
  return {std::move(preprocessor), std::move(runtime), ReadPostprocessor(config_file)};
}

PaddleClasModel PaddleClasModel::Load(const std::string& folder, const RuntimeOption& option) {
  const ModelFolder files = FindConfiguredModel(folder);
  return Load(files.model, files.params, files.config, option);
}

bool PaddleClasModel::Predict(cv::Mat* image, ClassifyResult* result, int topk) {
  GetPostprocessor().SetTopk(topk);
  return Predict(*image, result);
}

PPShiTuV2Recognizer::PPShiTuV2Recognizer(const std::string& model_file,
                                         const std::string& params_file,
                                         const std::string& config_file,
                                         const RuntimeOption& custom_option,
                                         const ModelFormat& model_format) {
  LoadOrLog(
      [&] { *this = Load(model_file, params_file, config_file, custom_option, model_format); });
}

PPShiTuV2Recognizer PPShiTuV2Recognizer::Load(const std::string& model_file,
                                              const std::string& params_file,
                                              const std::string& config_file,
                                              const RuntimeOption& option,
                                              const ModelFormat& model_format) {
  PaddleClasPreprocessor preprocessor(config_file, "RecPreProcess");
  Runtime runtime = LoadRuntime(model_file, params_file, preprocessor, option, model_format);
  return {std::move(preprocessor), std::move(runtime), PPShiTuV2RecognizerPostprocessor()};
}

PPShiTuV2Recognizer PPShiTuV2Recognizer::Load(const std::string& folder,
                                              const RuntimeOption& option) {
  const ModelFolder files = FindConfiguredModel(folder);
  return Load(files.model, files.params, files.config, option);
}

}  // namespace fastdeploy::vision::classification
