// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/model.h"

#include <utility>

#include "fastdeploy/vision/internal/load.h"

namespace fastdeploy::vision::detection {

PPDetBase PPDetBase::Open(const ModelFiles& files, const RuntimeOption& option) {
  const DetectionConfig config = ReadDetectionConfig(RequireConfig(files));
  PaddleDetPreprocessor preprocessor(config);
  RuntimeOption chosen = option;
  chosen.usual_input_shapes = preprocessor.InputShapes();
  Runtime runtime = LoadRuntime(files, chosen);
  preprocessor.SetInputs(runtime.GetInputInfos());
  return {std::move(preprocessor), std::move(runtime), PaddleDetPostprocessor(config)};
}

}  // namespace fastdeploy::vision::detection
