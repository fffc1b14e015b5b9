// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/core/not_copied.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/runtime.h"

namespace fastdeploy {

/// What every model has, whatever its task: a runtime, and 1.x's functions that query it. A copy of
/// a model is a clone: it shares the weights and has a session of its own.
class FASTDEPLOY_DECL FastDeployModel {
 public:
  virtual ~FastDeployModel() = default;

  [[nodiscard]] virtual std::string ModelName() const { return "FastDeployModel"; }

  /// Whether the model was loaded. If not, the constructor has logged why; see LoadError.
  [[nodiscard]] virtual bool Initialized() const { return initialized && runtime_.Initialized(); }
  /// Why loading failed, if it did.
  [[nodiscard]] const std::optional<Error>& LoadError() const { return load_error_; }

  /// A model for another thread: it shares the weights. Never null. Thread-safe. Throws Error for a
  /// class of a program's own that does not define NewClone.
  [[nodiscard]] std::unique_ptr<FastDeployModel> Clone() const {
    return std::unique_ptr<FastDeployModel>(NewClone());
  }

  /// Runs only the network, on tensors matched by name.
  virtual bool Infer(std::vector<FDTensor>& inputs, std::vector<FDTensor>* outputs) {
    return runtime_.Infer(inputs, outputs);
  }
  /// The same with the tensors of the last prediction; logs an error if there was none.
  virtual bool Infer();
  /// Frees the tensors of the last prediction, which are kept to be reused by the next.
  void ReleaseReusedBuffer();
  /// A runtime that shares the weights and that the caller owns. Thread-safe.
  [[nodiscard]] Runtime* CloneRuntime() const { return runtime_.Clone(); }
  /// Takes ownership of a runtime and uses it from now on. False for null.
  bool SetRuntime(Runtime* runtime);

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
  /// The option with which the model was loaded. Changing it changes nothing.
  RuntimeOption runtime_option;
  [[nodiscard]] const RuntimeOption& GetRuntimeOption() const { return runtime_option; }
  /// 1.x's lists of the backends that a model can run on, by device. They say what this build has;
  /// changing them changes nothing.
  std::vector<Backend> valid_cpu_backends = GetAvailableBackends();
  std::vector<Backend> valid_gpu_backends, valid_ipu_backends, valid_timvx_backends,
      valid_directml_backends, valid_ascend_backends, valid_kunlunxin_backends,
      valid_rknpu_backends, valid_horizon_backends, valid_sophgonpu_backends;

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
  explicit FastDeployModel(Runtime runtime)
      : runtime_option(runtime.option), runtime_(std::move(runtime)) {}
  FastDeployModel(FastDeployModel&&) = default;
  FastDeployModel& operator=(FastDeployModel&&) = default;
  // A copy opens a session of its own on the same weights.
  FastDeployModel(const FastDeployModel&) = default;
  FastDeployModel& operator=(const FastDeployModel&) = default;

  /// A copy of this model as `new` makes it, of its own class.
  [[nodiscard]] virtual FastDeployModel* NewClone() const;
  /// For classes of a program's own: loads the network that runtime_option names. Logs an error and
  /// returns false.
  bool InitRuntime();
  /// Also for these: false makes Initialized() false.
  bool initialized = true;
  /// Throws Error, with the reason, if the model cannot be used.
  void RequireInitialized() const;
  /// Runs the network `count` times, as many runs at the same time as the engine can, but one at a
  /// time if `in_turn`. Calls prepare(&inputs) before each run and finish(outputs) after it, each
  /// in the order of the runs and in this thread. A single input needs no name. Throws Error, once
  /// no run goes on.
  void RunNetwork(size_t count, bool in_turn,
                  const std::function<void(std::vector<FDTensor>*)>& prepare,
                  const std::function<void(const std::vector<FDTensor>&)>& finish);
  /// Calls `call`; turns whatever it throws into an Error. `doing` begins the text of what was
  /// none.
  static void AsError(const std::function<void()>& call, const std::string& doing = "");
  /// Calls `load`; logs what it throws under the model's name and keeps it as the LoadError.
  void LoadOrLog(const char* name, const std::function<void()>& load);

 private:
  /// A further run beside that of runtime_, on the same weights.
  struct ParallelRun {
    Runtime runtime;
    std::vector<FDTensor> inputs;
    std::vector<FDTensor> outputs;
  };
  void Start(size_t run, const std::function<void(std::vector<FDTensor>*)>& prepare);
  void Finish(size_t run, const std::function<void(const std::vector<FDTensor>&)>& finish);

  Runtime runtime_;
  /// The network's inputs and outputs, reused from call to call.
  NotCopied<std::vector<FDTensor>> reused_input_tensors_;
  NotCopied<std::vector<FDTensor>> reused_output_tensors_;
  NotCopied<std::vector<ParallelRun>> more_runs_;
  std::chrono::steady_clock::time_point started_;  // the recorded run
  std::optional<Error> load_error_;
  bool recording_ = false;
  std::vector<double> times_;
};

}  // namespace fastdeploy
