// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/model.h"

#include <utility>

#include "fastdeploy/vision/classification/internal/read_postprocessor.h"
#include "fastdeploy/vision/internal/load.h"

namespace fastdeploy::vision::classification {
namespace {

/// Loads the network, its input fixed to the shape that the preprocessor produces.
Runtime LoadNetwork(const ModelFiles& files, const RuntimeOption& option,
                    const PaddleClasPreprocessor& preprocessor) {
  const auto shape = preprocessor.FixedShape();
  return shape ? LoadRuntime(files, option, *shape) : LoadRuntime(files, option);
}

}  // namespace

PaddleClasModel PaddleClasModel::Open(const ModelFiles& files, const RuntimeOption& option) {
  PaddleClasPreprocessor preprocessor(RequireConfig(files));
  PaddleClasPostprocessor postprocessor = ReadPostprocessor(files.config);
  Runtime runtime = LoadNetwork(files, option, preprocessor);
  return {std::move(preprocessor), std::move(runtime), std::move(postprocessor)};
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
