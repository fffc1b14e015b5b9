// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/result/segmentation.h"
#include "fastdeploy/vision/segmentation/preprocessor.h"

namespace fastdeploy::vision::matting {

/// Alpha [N, 1, H, W] (or [N, H, W]) of float32 to the size of the image, linearly.
class PPMattingPostprocessor {
 public:
  using Result = MattingResult;

  /// Values are as the network gives them. Throws Error for another output, for NaN and infinity.
  std::vector<MattingResult> Process(
      std::span<const FDTensor> outputs,
      const segmentation::PaddleSegPreprocessor::Geometry& geometry) const;
};

/// How much of each pixel is foreground, with a model of PaddleSeg's Matting folder that needs
/// nothing but the image: PP-Matting, PP-MattingV2, PP-HumanMatting, MODNet.
class PPMatting
    : public Model<PPMatting, segmentation::PaddleSegPreprocessor, PPMattingPostprocessor> {
 public:
  using Model::Model;
  using Model::Predict;

  /// 1.x's constructor never throws: an error is logged, Initialized() says so and LoadError() why.
  PPMatting(const std::string& model_file, const std::string& params_file,
            const std::string& config_file, const RuntimeOption& custom_option = {},
            const ModelFormat& model_format = PADDLE);

  /// The same, throwing Error.
  static PPMatting Load(const std::string& model_file, const std::string& params_file,
                        const std::string& config_file, const RuntimeOption& option = {},
                        const ModelFormat& model_format = PADDLE);

  /// What an exporter wrote into a folder: model, parameters and YAML. Throws Error.
  static PPMatting Load(const std::string& folder, const RuntimeOption& option = {});

  /// 1.x's older call.
  bool Predict(cv::Mat* image, MattingResult* result) { return Predict(*image, result); }

  [[nodiscard]] std::string ModelName() const override { return "PaddleMatting"; }
};

}  // namespace fastdeploy::vision::matting
