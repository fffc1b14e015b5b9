// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {

/// A loaded model: tensors in, tensors out.
///
/// A Runtime is a shared, immutable Engine (the weights) and a Session of its own. A copy opens
/// another session on the same engine: the weights exist once and are freed with the last copy, and
/// a copy outlives its original. Const members, copying among them, may be called from several
/// threads at once; Run and Infer are for one thread at a time, and copies run in parallel.
/// A forked process has to load its own models: those of its parent are refused.
class FASTDEPLOY_DECL Runtime {
 public:
  /// A runtime without a model; see Init.
  Runtime() = default;
  /// Loads what `option` names. Throws Error.
  static Runtime Load(const RuntimeOption& option);
  /// The same of a model file that is open already.
  static Runtime Load(const RuntimeOption& option, const ModelFile& model);
  /// Another session over the same weights; tensors that are bound stay with `other`. Throws Error
  /// if the backend fails, and in a forked process.
  Runtime(const Runtime& other) : option(other.option), opened_(other.opened_) {}
  Runtime& operator=(const Runtime& other) { return *this = Runtime(other); }
  Runtime(Runtime&&) noexcept = default;
  Runtime& operator=(Runtime&&) noexcept = default;
  ~Runtime() = default;
  /// A new session over an engine that exists already.
  explicit Runtime(std::shared_ptr<const Engine> engine, RuntimeOption runtime_option = {});

  /// The option that the model was loaded with.
  RuntimeOption option;

  /// As Load, in 1.x's shape: an error is logged and gives false.
  bool Init(const RuntimeOption& runtime_option);
  [[nodiscard]] bool Initialized() const { return opened_.engine != nullptr; }

  /// Runs the model. `inputs` are matched by name; `outputs` are views of this runtime's memory,
  /// valid until its next run. Throws Error for inputs that do not fit and for a failing backend.
  void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs);
  /// Run in two parts. Start begins it and returns; Finish waits for its end. The inputs, and the
  /// memory that they view, must stay as they are until then. ParallelRuns() runtimes of one model,
  /// started one after the other, keep all threads of the model busy. Throws Error as Run does, and
  /// for a Start without Finish before it.
  void Start(std::span<const FDTensor> inputs);
  void Finish(std::vector<FDTensor>* outputs);
  /// How many runs of this model go on at the same time: the streams of OpenVINO, else 1.
  [[nodiscard]] int ParallelRuns() const { return Loaded().ParallelRuns(); }

  /// As Run, in 1.x's shape: the outputs are copies, an error is logged and gives false.
  bool Infer(std::vector<FDTensor>& inputs, std::vector<FDTensor>* outputs);
  /// Runs on the tensors given to BindInputTensor; see GetOutputTensor.
  bool Infer();
  /// Borrows `input`'s memory as the input `name` of the following calls of Infer().
  void BindInputTensor(const std::string& name, FDTensor& input);
  /// Makes the following calls of Infer() copy the output `name` to `output`, which must outlive
  /// them.
  void BindOutputTensor(const std::string& name, FDTensor& output);
  /// The output of the last Infer(), or null for a name that the model does not have.
  FDTensor* GetOutputTensor(const std::string& name);

  /// A copy, in 1.x's shape: the caller owns it.
  [[nodiscard]] Runtime* Clone(void* stream = nullptr, int device_id = -1) const;

  /// Kept for 1.x. ReleaseModelMemoryBuffer does nothing, since a model's bytes are freed when it
  /// is loaded; Compile, of the backend Poros, logs an error and returns null; GetProfileTime is 0,
  /// see FastDeployModel::EnableRecordTimeOfRuntime.
  void ReleaseModelMemoryBuffer() {}
  [[nodiscard]] Runtime* Compile(std::vector<std::vector<FDTensor>>& prewarm_tensors);
  [[nodiscard]] double GetProfileTime() const { return 0; }

  [[nodiscard]] int NumInputs() const { return static_cast<int>(GetInputInfos().size()); }
  [[nodiscard]] int NumOutputs() const { return static_cast<int>(GetOutputInfos().size()); }
  /// Throws Error for an index that the model does not have.
  [[nodiscard]] TensorInfo GetInputInfo(int index) const;
  [[nodiscard]] TensorInfo GetOutputInfo(int index) const;
  [[nodiscard]] const std::vector<TensorInfo>& GetInputInfos() const;
  [[nodiscard]] const std::vector<TensorInfo>& GetOutputInfos() const;

 private:
  [[nodiscard]] const Engine& Loaded() const;
  /// Throws Error if these inputs cannot be run now; else shows them to the option's observer.
  void Check(std::span<const FDTensor> inputs) const;

  /// An engine and a session of it. A forked process never destroys them, since that would wait for
  /// threads that exist only in its parent.
  struct Opened {
    Opened() = default;
    explicit Opened(std::shared_ptr<const Engine> from);
    Opened(const Opened& other);
    Opened& operator=(const Opened& other) = delete;
    Opened(Opened&&) noexcept = default;
    Opened& operator=(Opened&& other) noexcept;
    ~Opened();

    std::shared_ptr<const Engine> engine;
    std::unique_ptr<Session> session;
    bool started = false;
  };

  Opened opened_;
  std::vector<FDTensor> bound_inputs_;
  std::vector<FDTensor> last_outputs_;
  std::vector<std::pair<std::string, FDTensor*>> bound_outputs_;
};

}  // namespace fastdeploy
