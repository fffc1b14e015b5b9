// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {

/// A loaded model: tensors in, tensors out.
///
/// A Runtime is a shared, immutable Engine (the weights) and a Session of its own. Clone() opens
/// another session on the same engine: the weights exist once and die with the last clone, a clone
/// outlives its original, and a clone can be cloned. Const members may be called from several
/// threads at once; Infer is one thread at a time per object, and clones run in parallel.
/// A process that is forked off has to load models of its own: those of its parent are refused.
class Runtime {
 public:
  Runtime() = default;
  /// Loads what `option` names. Throws Error.
  static Runtime Load(const RuntimeOption& option);
  /// The same of a model file that is open already.
  static Runtime Load(const RuntimeOption& option, const ModelFile& model);
  /// A new session over an engine that exists already.
  explicit Runtime(std::shared_ptr<const Engine> engine, RuntimeOption runtime_option = {});

  /// The option that the model was loaded with.
  RuntimeOption option;

  /// As Load, in 1.x's shape: logs the error and returns false.
  bool Init(const RuntimeOption& runtime_option);
  [[nodiscard]] bool Initialized() const { return opened_.engine != nullptr; }

  /// Runs the model. `inputs` are matched by name; `outputs` are views of this runtime's memory,
  /// valid until its next run. Throws Error for inputs that do not fit and for a failing backend.
  void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs);

  /// As Run, in 1.x's shape: the outputs are copies, an error is logged and gives false.
  bool Infer(std::vector<FDTensor>& inputs, std::vector<FDTensor>* outputs);
  /// Runs on the tensors given to BindInputTensor; see GetOutputTensor.
  bool Infer();
  /// Borrows `input`'s memory for the calls of Infer() to come.
  void BindInputTensor(const std::string& name, FDTensor& input);
  /// Where Infer() puts a copy of the output `name`. `output` must outlive those calls.
  void BindOutputTensor(const std::string& name, FDTensor& output);
  /// The output of the last Infer(), or null for a name that the model does not have.
  FDTensor* GetOutputTensor(const std::string& name);

  /// Another session over the same weights, in 1.x's shape: the caller owns it.
  [[nodiscard]] Runtime* Clone(void* stream = nullptr, int device_id = -1) const;
  /// The same by value.
  [[nodiscard]] Runtime Fork() const { return Runtime(opened_.engine, option); }

  [[nodiscard]] int NumInputs() const { return static_cast<int>(GetInputInfos().size()); }
  [[nodiscard]] int NumOutputs() const { return static_cast<int>(GetOutputInfos().size()); }
  /// Throws Error for an index that the model does not have.
  [[nodiscard]] TensorInfo GetInputInfo(int index) const;
  [[nodiscard]] TensorInfo GetOutputInfo(int index) const;
  [[nodiscard]] const std::vector<TensorInfo>& GetInputInfos() const;
  [[nodiscard]] const std::vector<TensorInfo>& GetOutputInfos() const;

 private:
  [[nodiscard]] const Engine& Loaded() const;

  /// An engine and a session of it. In a forked child they are left lying: to end them would be to
  /// wait for threads that are not there.
  struct Opened {
    Opened() = default;
    explicit Opened(std::shared_ptr<const Engine> from);
    Opened(Opened&&) noexcept = default;
    Opened& operator=(Opened&& other) noexcept;
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    ~Opened();

    std::shared_ptr<const Engine> engine;
    std::unique_ptr<Session> session;
  };

  Opened opened_;
  std::vector<FDTensor> bound_inputs_;
  std::vector<FDTensor> last_outputs_;
  std::vector<std::pair<std::string, FDTensor*>> bound_outputs_;
};

}  // namespace fastdeploy
