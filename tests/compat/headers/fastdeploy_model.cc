// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/fastdeploy_model.h"

#include "../check.h"

namespace {

class Own : public fastdeploy::FastDeployModel {
 public:
  std::string ModelName() const override { return "Own"; }
  bool Load(const std::string& model, const std::string& params) {
    runtime_option.SetModelPath(model, params);
    return InitRuntime();
  }
};

}  // namespace

void ModelHeader() {
  Own model;
  Check(!model.Initialized());
  Check(model.Load(InModels("pplcnet_x0_25/inference.pdmodel"),
                   InModels("pplcnet_x0_25/inference.pdiparams")));
  Check(model.ModelName() == "Own" && model.NumInputsOfRuntime() == 1);
}
