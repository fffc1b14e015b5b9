// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/matting/model.h"

#include <opencv2/imgproc.hpp>

#include "fastdeploy/runtime/model_folder.h"
#include "fastdeploy/vision/segmentation/model.h"
#include "fastdeploy/vision/segmentation/planes.h"

namespace fastdeploy::vision::matting {

using segmentation::PaddleSegPreprocessor;

std::vector<MattingResult> PPMattingPostprocessor::Process(
    std::span<const FDTensor> outputs, const PaddleSegPreprocessor::Geometry& geometry) const {
  const segmentation::Planes planes(outputs, geometry.size());
  std::vector<MattingResult> results;
  for (size_t i = 0; i < geometry.size(); ++i) {
    const cv::Mat alpha =
        segmentation::Restore(planes.Scores(i, 1).front(), geometry[i], cv::INTER_LINEAR);
    MattingResult& result = results.emplace_back();
    result.alpha = segmentation::Flat<float>(alpha);
    result.shape = {alpha.rows, alpha.cols};
  }
  return results;
}

PPMatting::PPMatting(const std::string& model_file, const std::string& params_file,
                     const std::string& config_file, const RuntimeOption& custom_option,
                     const ModelFormat& model_format) {
  LoadOrLog(
      [&] { *this = Load(model_file, params_file, config_file, custom_option, model_format); });
}

PPMatting PPMatting::Load(const std::string& model_file, const std::string& params_file,
                          const std::string& config_file, const RuntimeOption& option,
                          const ModelFormat& model_format) {
  PaddleSegPreprocessor preprocessor(config_file, true);
  Runtime runtime =
      segmentation::LoadRuntime(model_file, params_file, preprocessor, option, model_format);
  return {std::move(preprocessor), std::move(runtime), PPMattingPostprocessor()};
}

PPMatting PPMatting::Load(const std::string& folder, const RuntimeOption& option) {
  const ModelFolder files = FindConfiguredModel(folder);
  return Load(files.model, files.params, files.config, option);
}

}  // namespace fastdeploy::vision::matting
