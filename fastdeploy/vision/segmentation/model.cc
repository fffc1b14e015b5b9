// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/model.h"

#include <utility>

#include "fastdeploy/vision/internal/load.h"

namespace fastdeploy::vision::segmentation {

PaddleSegModel PaddleSegModel::Open(const ModelFiles& files, const RuntimeOption& option) {
  PaddleSegPreprocessor preprocessor(RequireConfig(files));
  PaddleSegPostprocessor postprocessor(files.config);
  Runtime runtime = LoadRuntime(files, option, preprocessor.InputShape());
  return {std::move(preprocessor), std::move(runtime), postprocessor};
}

}  // namespace fastdeploy::vision::segmentation
