// SPDX-License-Identifier: Apache-2.0
//
// Paddle Inference: whatever Paddle runs. Our engine is one predictor with a thread of its own,
// which all sessions use in turn.

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/backends/paddle/library.h"
#include "fastdeploy/runtime/backends/paddle/predictor.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/resolved_options.h"

namespace fastdeploy {
namespace {

class PaddleSession : public Session {
 public:
  explicit PaddleSession(std::shared_ptr<PaddlePredictor> predictor)
      : predictor_(std::move(predictor)) {}

  void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) override {
    predictor_->Run(inputs, &outputs_);
    outputs->resize(outputs_.size());
    for (size_t i = 0; i < outputs_.size(); ++i) {
      (*outputs)[i].name = outputs_[i].name;
      (*outputs)[i].SetExternalData(outputs_[i].shape, outputs_[i].dtype,
                                    outputs_[i].MutableData());
    }
  }

 private:
  std::shared_ptr<PaddlePredictor> predictor_;
  std::vector<FDTensor> outputs_;
};

class PaddleEngine : public Engine {
 public:
  PaddleEngine(const ModelFile& model, const RuntimeOption& option)
      : predictor_(std::make_shared<PaddlePredictor>(model, option)),
        inputs_(predictor_->Inputs()) {
    FixInputs(option, &inputs_);
  }

  [[nodiscard]] const std::vector<TensorInfo>& Inputs() const override { return inputs_; }
  [[nodiscard]] const std::vector<TensorInfo>& Outputs() const override {
    return predictor_->Outputs();
  }

  [[nodiscard]] std::unique_ptr<Session> OpenSession() const override {
    return std::make_unique<PaddleSession>(predictor_);
  }

 private:
  std::shared_ptr<PaddlePredictor> predictor_;
  std::vector<TensorInfo> inputs_;
};

bool Reads(ModelFormat format) { return format == PADDLE; }

bool RunsOn(Device device) { return device == CPU && paddle_library::IsInstalled(); }

std::shared_ptr<const Engine> Load(const ModelFile& model, const RuntimeOption& option) {
  try {
    return std::make_shared<PaddleEngine>(model, option);
  } catch (const Error& error) {
    throw error.Within("cannot load " + model.Name());
  }
}

}  // namespace

namespace backends::paddle {

extern const BackendRow kRow;
const BackendRow kRow = {.backend = PDINFER,
                         .id = "paddle",
                         .name = "Paddle Inference",
                         .package = "paddlepaddle",
                         .reads = Reads,
                         .load = Load,
                         .runs_on = RunsOn,
                         .shares_weights = false};

}  // namespace backends::paddle

}  // namespace fastdeploy
