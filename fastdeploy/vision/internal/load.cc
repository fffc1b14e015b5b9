// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/load.h"

namespace fastdeploy::vision {

RuntimeOption OptionFor(const ModelFiles& files, RuntimeOption option) {
  // For a model in memory, the option's file fields contain the bytes themselves.
  if (option.model_from_memory_ && files.model.empty()) return option;
  option.model_file = files.model;
  option.params_file = files.params;
  return option;
}

Runtime LoadRuntime(const ModelFiles& files, const RuntimeOption& option) {
  return Runtime::Load(OptionFor(files, option));
}

Runtime LoadRuntime(const ModelFiles& files, const RuntimeOption& option,
                    const std::vector<int64_t>& shape) {
  RuntimeOption chosen = OptionFor(files, option);
  if (chosen.input_shapes.empty() && chosen.openvino_option.shape_infos.empty()) {
    chosen.SetInputShape("", shape);
  }
  return Runtime::Load(chosen);
}

}  // namespace fastdeploy::vision
