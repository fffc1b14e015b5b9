// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <thread>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/backend.h"

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// A paddle_infer::Predictor and the one thread that uses it. Thread-safe: callers wait for each
/// other.
///
/// oneDNN keeps the weights once more, in its own order, for each thread that runs a predictor; a
/// clone of a Paddle 3 program copies them as well. So there is one predictor and one thread; each
/// run uses as many cores as the option gives it.
class PaddlePredictor {
 public:
  /// Loads the library if needed, then the model. Throws Error.
  PaddlePredictor(const ModelFile& model, const RuntimeOption& option);
  PaddlePredictor(const PaddlePredictor&) = delete;
  PaddlePredictor& operator=(const PaddlePredictor&) = delete;
  ~PaddlePredictor();

  [[nodiscard]] const std::vector<TensorInfo>& Inputs() const { return inputs_; }
  [[nodiscard]] const std::vector<TensorInfo>& Outputs() const { return outputs_; }

  /// Runs the model; the outputs are copied. Throws Error.
  void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs);

 private:
  struct Loaded;

  void Load(const ModelFile& model, const RuntimeOption& option);
  /// Calls `work` in the predictor's thread, waits for it and passes on what it throws.
  void Do(std::function<void()> work);
  void Work(const std::stop_token& stop);

  std::unique_ptr<Loaded> loaded_;  ///< used in the thread only
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
  std::mutex mutex_;
  std::condition_variable_any has_work_;
  std::deque<std::packaged_task<void()>> queue_;
  std::jthread thread_;
};

}  // namespace fastdeploy
