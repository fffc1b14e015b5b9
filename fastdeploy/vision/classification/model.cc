// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/model.h"

#include <utility>

#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/internal/yaml.h"

namespace fastdeploy::vision::classification {
namespace {

/// Loads the network, its input fixed to the shape that the preprocessor produces.
Runtime LoadNetwork(const ModelFiles& files, const RuntimeOption& option,
                    const PaddleClasPreprocessor& preprocessor) {
  const auto shape = preprocessor.FixedShape();
  return shape ? LoadRuntime(files, option, *shape) : LoadRuntime(files, option);
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

PaddleClasModel PaddleClasModel::Open(const ModelFiles& files, const RuntimeOption& option) {
  PaddleClasPreprocessor preprocessor(RequireConfig(files));
  Runtime runtime = LoadNetwork(files, option, preprocessor);
  return {std::move(preprocessor), std::move(runtime), ReadPostprocessor(files.config)};
}

bool PaddleClasModel::Predict(cv::Mat* image, ClassifyResult* result, int topk) {
  GetPostprocessor().SetTopk(topk);
  return Model::Predict(image, result);
}

PPShiTuV2Recognizer PPShiTuV2Recognizer::Open(const ModelFiles& files,
                                              const RuntimeOption& option) {
  PaddleClasPreprocessor preprocessor(RequireConfig(files), "RecPreProcess");
  Runtime runtime = LoadNetwork(files, option, preprocessor);
  return {std::move(preprocessor), std::move(runtime), PPShiTuV2RecognizerPostprocessor()};
}

}  // namespace fastdeploy::vision::classification
