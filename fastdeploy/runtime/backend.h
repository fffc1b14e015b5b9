// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/core/process.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/enum_variables.h"

namespace fastdeploy {

class FDTensor;
struct ModelFile;
struct RuntimeOption;

/// Name, shape (-1 where dynamic) and element type of an input or output.
struct FASTDEPLOY_DECL TensorInfo {
  std::string name;
  std::vector<int> shape;
  FDDataType dtype = FP32;

  friend FASTDEPLOY_DECL std::ostream& operator<<(std::ostream& out, const TensorInfo& info);
};

/// One thread's working memory for an Engine. Not thread-safe; sessions of one engine run in
/// parallel.
class FASTDEPLOY_DECL Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  /// Runs the model once. `inputs` are matched by name and must have passed CheckInputs. `outputs`
  /// become views of the session's memory, in the engine's order and valid until the next Run.
  /// Throws Error if the backend fails.
  virtual void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) = 0;

  /// Run in two parts, so that the caller can do other work in between: Start begins it, Finish
  /// waits for its end. The inputs stay as they are until then. A backend that cannot run by itself
  /// runs in Finish.
  virtual void Start(std::span<const FDTensor> inputs) { started_ = inputs; }
  virtual void Finish(std::vector<FDTensor>* outputs) { Run(started_, outputs); }

 private:
  std::span<const FDTensor> started_;
};

/// A model that is ready to run. It never changes, and all of its sessions share its weights.
/// Thread-safe.
class FASTDEPLOY_DECL Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  [[nodiscard]] virtual const std::vector<TensorInfo>& Inputs() const = 0;
  [[nodiscard]] virtual const std::vector<TensorInfo>& Outputs() const = 0;
  [[nodiscard]] virtual std::unique_ptr<Session> OpenSession() const = 0;
  /// How many sessions compute at the same time, each with its share of the threads; further ones
  /// wait. 1 also for a backend that runs sessions only while their callers wait.
  [[nodiscard]] virtual int ParallelRuns() const { return 1; }

  /// The process that loaded it, which is the only one that can run it.
  [[nodiscard]] const ProcessMark& Process() const { return process_; }

 private:
  ProcessMark process_;
};

/// Throws Error unless `inputs` match the engine's inputs in number, names, types and fixed
/// dimensions.
FASTDEPLOY_DECL void CheckInputs(const Engine& engine, std::span<const FDTensor> inputs);

/// A backend. Each folder under runtime/backends/ defines one of these; CMake generates the list.
struct BackendRow {
  Backend backend;
  std::string_view id;  ///< in commands: "openvino"
  std::string_view name;
  std::string_view package;  ///< of PyPI, with its library
  /// Whether the backend reads files of this format.
  bool (*reads)(ModelFormat format);
  /// Loads and prepares the weights. Throws Error.
  std::shared_ptr<const Engine> (*load)(const ModelFile& model, const RuntimeOption& option);
  /// Whether it can run on the device, in this build and on this machine: its library is there.
  bool (*runs_on)(Device device);
  /// Whether processes can share the weights of its models.
  bool shares_weights;
};

/// Every backend of this build, best first.
FASTDEPLOY_DECL std::span<const BackendRow* const> BackendRows();

}  // namespace fastdeploy
