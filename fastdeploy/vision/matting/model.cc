// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/matting/model.h"

#include <utility>

#include "fastdeploy/vision/internal/load.h"

namespace fastdeploy::vision::matting {

PPMatting PPMatting::Open(const ModelFiles& files, const RuntimeOption& option) {
  segmentation::PaddleSegPreprocessor preprocessor(RequireConfig(files), true);
  Runtime runtime = LoadRuntime(files, option, preprocessor.InputShape());
  return {std::move(preprocessor), std::move(runtime), PPMattingPostprocessor()};
}

}  // namespace fastdeploy::vision::matting
