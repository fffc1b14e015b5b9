// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/segmentation/postprocessor.h"
#include "fastdeploy/vision/segmentation/preprocessor.h"

namespace fastdeploy::vision::segmentation {

/// Semantic segmentation with a model of PaddleSeg or of PaddleX: PP-LiteSeg, PP-HumanSeg, and all
/// others that give labels or scores for every pixel.
///
/// The network is loaded for one image at a time, in the size that the exporter or the transforms
/// fix; without one it takes images of every size. RuntimeOption::SetInputShape asks for another
/// shape or batch.
class PaddleSegModel : public Model<PaddleSegModel, PaddleSegPreprocessor, PaddleSegPostprocessor> {
 public:
  using Model::Model;
  using Model::Predict;

  /// 1.x's constructor never throws: an error is logged, Initialized() says so and LoadError() why.
  PaddleSegModel(const std::string& model_file, const std::string& params_file,
                 const std::string& config_file, const RuntimeOption& custom_option = {},
                 const ModelFormat& model_format = PADDLE);

  /// The same, throwing Error.
  static PaddleSegModel Load(const std::string& model_file, const std::string& params_file,
                             const std::string& config_file, const RuntimeOption& option = {},
                             const ModelFormat& model_format = PADDLE);

  /// What an exporter wrote into a folder: model, parameters and YAML. Throws Error.
  static PaddleSegModel Load(const std::string& folder, const RuntimeOption& option = {});

  /// 1.x's older call.
  bool Predict(cv::Mat* image, SegmentationResult* result) { return Predict(*image, result); }

  [[nodiscard]] std::string ModelName() const override { return "PaddleSeg"; }
};

/// The network that 1.x's constructor arguments name, its input fixed to what the preprocessor
/// makes unless the user fixed one. Throws Error; also for a network with several inputs.
Runtime LoadRuntime(const std::string& model_file, const std::string& params_file,
                    const PaddleSegPreprocessor& preprocessor, RuntimeOption option,
                    ModelFormat format);

}  // namespace fastdeploy::vision::segmentation
