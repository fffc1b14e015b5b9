// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/runtime.h"

namespace fastdeploy {

/// What every model has, whatever its task: a runtime, and 1.x's functions that query it.
class FASTDEPLOY_DECL FastDeployModel {
 public:
  [[nodiscard]] virtual std::string ModelName() const { return "FastDeployModel"; }

  /// Whether the model was loaded. If not, the constructor has logged why; see LoadError.
  [[nodiscard]] bool Initialized() const { return runtime_.Initialized(); }
  /// Why loading failed, if it did.
  [[nodiscard]] const std::optional<Error>& LoadError() const { return load_error_; }

  /// Runs only the network, on tensors matched by name.
  bool Infer(std::vector<FDTensor>& inputs, std::vector<FDTensor>* outputs) {
    return runtime_.Infer(inputs, outputs);
  }

  [[nodiscard]] int NumInputsOfRuntime() const { return runtime_.NumInputs(); }
  [[nodiscard]] int NumOutputsOfRuntime() const { return runtime_.NumOutputs(); }
  [[nodiscard]] TensorInfo InputInfoOfRuntime(int index) const {
    return runtime_.GetInputInfo(index);
  }
  [[nodiscard]] TensorInfo OutputInfoOfRuntime(int index) const {
    return runtime_.GetOutputInfo(index);
  }
  [[nodiscard]] const std::vector<TensorInfo>& InputInfos() const {
    return runtime_.GetInputInfos();
  }
  /// The option with which the model was loaded.
  [[nodiscard]] const RuntimeOption& GetRuntimeOption() const { return runtime_.option; }

  /// Records the time of every run of the network (seconds), for at most 50,000 runs.
  void EnableRecordTimeOfRuntime();
  void DisableRecordTimeOfRuntime() { recording_ = false; }
  [[nodiscard]] bool EnabledRecordTimeOfRuntime() const { return recording_; }
  /// Prints the recorded times and returns them as total_time, warmup_time, remain_time (s),
  /// warmup_iter, avg_time (ms, without the first fifth) and iterations.
  std::map<std::string, float> PrintStatisInfoOfRuntime() const;
  /// The time of the last recorded run (seconds).
  [[nodiscard]] double GetProfileTime() const { return times_.empty() ? 0 : times_.back(); }

 protected:
  FastDeployModel() = default;
  explicit FastDeployModel(Runtime runtime) : runtime_(std::move(runtime)) {}
  FastDeployModel(FastDeployModel&&) = default;
  FastDeployModel& operator=(FastDeployModel&&) = default;
  FastDeployModel(const FastDeployModel&) = delete;
  FastDeployModel& operator=(const FastDeployModel&) = delete;
  virtual ~FastDeployModel() = default;

  /// Opens a session of its own on the other model's weights.
  void CopyFrom(const FastDeployModel& other);
  /// Throws Error, with the reason, if the model cannot be used.
  void RequireInitialized() const;
  /// Runs the network. A single input needs no name. Throws Error.
  void RunTensors(std::vector<FDTensor>* inputs, std::vector<FDTensor>* outputs);
  /// Calls `call`; turns whatever it throws into an Error.
  static void AsError(const std::function<void()>& call);
  /// Calls `load`; logs what it throws under the model's name and keeps it as the LoadError.
  void LoadOrLog(const char* name, const std::function<void()>& load);

 private:
  Runtime runtime_;
  std::optional<Error> load_error_;
  bool recording_ = false;
  std::vector<double> times_;
};

}  // namespace fastdeploy
