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
#include "fastdeploy/runtime/enum_variables.h"

namespace fastdeploy {

class FDTensor;
struct ModelFile;
struct RuntimeOption;

/// Name, shape (-1 where dynamic) and type of one input or output.
struct TensorInfo {
  std::string name;
  std::vector<int> shape;
  FDDataType dtype = FP32;

  friend std::ostream& operator<<(std::ostream& out, const TensorInfo& info);
};

/// One thread's scratch over an Engine. Not thread-safe; sessions of one engine run in parallel.
class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  /// Runs once. `inputs` are matched by name and must already have been checked (CheckInputs).
  /// `outputs` are views of the session's memory in the engine's order, valid until the next Run.
  /// Throws Error if the backend fails.
  virtual void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) = 0;
};

/// The immutable weights of a model, ready to run: shared by every session, so by every clone.
/// All members are thread-safe.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  [[nodiscard]] virtual const std::vector<TensorInfo>& Inputs() const = 0;
  [[nodiscard]] virtual const std::vector<TensorInfo>& Outputs() const = 0;
  [[nodiscard]] virtual std::unique_ptr<Session> OpenSession() const = 0;

  /// The process that loaded it, the only one where it works.
  [[nodiscard]] const ProcessMark& Process() const { return process_; }

 private:
  ProcessMark process_;
};

/// Throws Error unless `inputs` are exactly the engine's, by name, type and (fixed) dimensions.
void CheckInputs(const Engine& engine, std::span<const FDTensor> inputs);

/// A backend: one folder under runtime/backends/ that defines one of these. CMake writes the list.
struct BackendRow {
  Backend backend;
  std::string_view name;
  /// Whether the backend reads files of this format.
  bool (*reads)(ModelFormat format);
  /// Loads and prepares the weights. Throws Error.
  std::shared_ptr<const Engine> (*load)(const ModelFile& model, const RuntimeOption& option);
  /// Whether it can run on the device, here and now.
  bool (*runs_on)(Device device);
  /// Whether it can share weights between processes.
  bool shares_weights;
};

/// Every backend of this build, best first.
std::span<const BackendRow* const> BackendRows();

}  // namespace fastdeploy
