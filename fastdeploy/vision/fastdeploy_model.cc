// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/fastdeploy_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <numeric>

#include "fastdeploy/core/current_error.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy {
namespace {

constexpr size_t kMostTimes = 50000;

}  // namespace

FastDeployModel* FastDeployModel::NewClone() const {
  throw Error(ErrorKind::kUnsupported, ModelName() + " does not define how it is cloned");
}

bool FastDeployModel::InitRuntime() {
  Runtime runtime;
  return runtime.Init(runtime_option) && SetRuntime(new Runtime(std::move(runtime)));
}

bool FastDeployModel::SetRuntime(Runtime* runtime) {
  const std::unique_ptr<Runtime> owned(runtime);
  if (owned == nullptr) return false;
  runtime_ = std::move(*owned);
  more_runs_.clear();  // they have the weights of the runtime before
  runtime_option = runtime_.option;
  return true;
}

bool FastDeployModel::Infer() {
  return OrLog([&] {
    RequireInitialized();
    RunNetwork(
        1, true, [](auto* /*inputs*/) {}, [](const auto& /*outputs*/) {});
  });
}

void FastDeployModel::ReleaseReusedBuffer() {
  reused_input_tensors_ = {};
  reused_output_tensors_ = {};
  more_runs_.clear();
}

void FastDeployModel::RequireInitialized() const {
  if (Initialized()) return;
  if (load_error_) throw load_error_->Within("the model was not loaded");
  throw Error(ErrorKind::kInvalidArgument, "the model was not loaded: no files were given");
}

void FastDeployModel::RunNetwork(size_t count, bool in_turn,
                                 const std::function<void(std::vector<FDTensor>*)>& prepare,
                                 const std::function<void(const std::vector<FDTensor>&)>& finish) {
  // One more than go on at the same time, so that the next one waits when one ends.
  const auto parallel = static_cast<size_t>(runtime_.ParallelRuns());
  const size_t most = in_turn || recording_ || parallel == 1 ? 1 : parallel + 1;
  const size_t runs = std::clamp<size_t>(count, 1, most);
  while (more_runs_.size() + 1 < runs) more_runs_.push_back({.runtime = runtime_});
  size_t begun = 0;
  size_t ended = 0;
  try {
    while (ended < count) {
      if (begun < count && begun - ended < runs) {
        Start(begun % runs, prepare);
        ++begun;
      } else {
        Finish(ended++ % runs, finish);
      }
    }
  } catch (...) {
    while (ended < begun) {
      try {
        Finish(ended++ % runs, [](const auto& /*outputs*/) {});
      } catch (const Error&) {  // the first error is told
      }
    }
    throw;
  }
}

void FastDeployModel::Start(size_t run,
                            const std::function<void(std::vector<FDTensor>*)>& prepare) {
  std::vector<FDTensor>* inputs = run == 0 ? &reused_input_tensors_ : &more_runs_[run - 1].inputs;
  Runtime* runtime = run == 0 ? &runtime_ : &more_runs_[run - 1].runtime;
  prepare(inputs);
  const std::vector<TensorInfo>& infos = runtime->GetInputInfos();
  if (inputs->size() == 1 && infos.size() == 1) inputs->front().name = infos.front().name;
  started_ = std::chrono::steady_clock::now();
  runtime->Start(*inputs);
}

void FastDeployModel::Finish(size_t run,
                             const std::function<void(const std::vector<FDTensor>&)>& finish) {
  std::vector<FDTensor>* outputs =
      run == 0 ? &reused_output_tensors_ : &more_runs_[run - 1].outputs;
  (run == 0 ? runtime_ : more_runs_[run - 1].runtime).Finish(outputs);
  if (recording_ && times_.size() < kMostTimes) {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started_;
    times_.push_back(seconds.count());
  }
  finish(*outputs);
}

void FastDeployModel::AsError(const std::function<void()>& call, const std::string& doing) {
  try {
    call();
  } catch (const Error&) {
    throw;
  } catch (...) {
    throw doing.empty() ? CurrentError() : CurrentError().Within(doing);
  }
}

void FastDeployModel::LoadOrLog(const char* name, const std::function<void()>& load) {
  try {
    load();
  } catch (...) {
    load_error_ = CurrentError();
    LogError(fmt::format("{}: {}", name, load_error_->what()));
  }
}

void FastDeployModel::EnableRecordTimeOfRuntime() {
  times_.clear();
  recording_ = true;
}

std::map<std::string, float> FastDeployModel::PrintStatisInfoOfRuntime() const {
  const size_t warmup = times_.size() / 5;
  const auto split = times_.begin() + static_cast<std::ptrdiff_t>(warmup);
  const double warmup_time = std::accumulate(times_.begin(), split, 0.0);
  const double remain_time = std::accumulate(split, times_.end(), 0.0);
  const size_t remaining = times_.size() - warmup;
  const double average = remaining == 0 ? 0 : remain_time / static_cast<double>(remaining) * 1000;
  std::cout << fmt::format(
      "============= Runtime Statis Info({}) =============\n"
      "Total iterations: {}\nTotal time of runtime: {}s.\nWarmup iterations: {}\n"
      "Total time of runtime in warmup step: {}s.\n"
      "Average time of runtime exclude warmup step: {}ms.\n",
      ModelName(), times_.size(), warmup_time + remain_time, warmup, warmup_time, average);
  return {{"total_time", static_cast<float>(warmup_time + remain_time)},
          {"warmup_time", static_cast<float>(warmup_time)},
          {"remain_time", static_cast<float>(remain_time)},
          {"warmup_iter", static_cast<float>(warmup)},
          {"avg_time", static_cast<float>(average)},
          {"iterations", static_cast<float>(times_.size())}};
}

}  // namespace fastdeploy
