// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/model.h"

#include <utility>

#include "fastdeploy/vision/internal/load.h"

namespace fastdeploy::vision::tracking {

PPTracking PPTracking::Open(const ModelFiles& files, const RuntimeOption& option) {
  const std::string& config = RequireConfig(files);
  PPTrackingPostprocessor postprocessor(config);
  detection::PaddleDetPreprocessor preprocessor(config);
  RuntimeOption chosen = option;
  chosen.usual_input_shapes = preprocessor.InputShapes();
  Runtime runtime = LoadRuntime(files, chosen);
  preprocessor.SetInputs(runtime.GetInputInfos());
  return {std::move(preprocessor), std::move(runtime), std::move(postprocessor)};
}

void PPTracking::UnbindRecorder() {
  TrailRecorder* recorder = std::exchange(GetState().recorder, nullptr);
  if (recorder != nullptr) recorder->Clear();
}

}  // namespace fastdeploy::vision::tracking
