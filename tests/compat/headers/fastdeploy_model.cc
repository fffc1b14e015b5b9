// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/fastdeploy_model.h"

#include "../check.h"

namespace {

class Own : public fastdeploy::FastDeployModel {
 public:
  Own(const std::string& model, const std::string& params, int inputs) {
    runtime_option.SetModelPath(model, params);
    initialized = Initialize(inputs);
  }
  std::string ModelName() const override { return "Own"; }

 private:
  bool Initialize(int inputs) { return InitRuntime() && NumInputsOfRuntime() == inputs; }
};

}  // namespace

void ModelHeader() {
  const std::string model = InModels("pplcnet_x0_25/inference.pdmodel");
  const std::string params = InModels("pplcnet_x0_25/inference.pdiparams");
  const Own own(model, params, 1);
  Check(own.Initialized() && own.ModelName() == "Own" && own.InputInfoOfRuntime(0).name == "x");
  Check(!Own(model, params, 2).Initialized());
  Check(!Own("nothing.pdmodel", "", 1).Initialized());
}
