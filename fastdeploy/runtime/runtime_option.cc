// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/runtime_option.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy {
namespace {

void CheckOneOf(std::string_view setting, std::string_view value,
                std::initializer_list<std::string_view> allowed) {
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("{}: '{}' is not one of {}", setting, value, fmt::join(allowed, ", ")));
}

/// Of threads and streams: no machine has so many cores.
constexpr int kMostThreads = 4096;

void CheckThreads(std::string_view setting, int threads) {
  if (threads == -1 || (threads > 0 && threads <= kMostThreads)) return;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("{}: {} is neither a positive number up to {} nor -1 (every core)",
                          setting, threads, kMostThreads));
}

}  // namespace

void OpenVINOBackendOption::Validate() const {
  CheckThreads("openvino_option.cpu_thread_num", cpu_thread_num);
  CheckOneOf("openvino_option.affinity", affinity, {"YES", "NO", "NUMA", "HYBRID_AWARE"});
  CheckOneOf("openvino_option.hint", hint,
             {"UNDEFINED", "LATENCY", "THROUGHPUT", "CUMULATIVE_THROUGHPUT"});
  CheckOneOf("openvino_option.inference_precision", inference_precision, {"f32", "bf16", "f16"});
  if (num_streams < -2 || num_streams > kMostThreads) {
    throw Error(
        ErrorKind::kInvalidArgument,
        fmt::format("openvino_option.num_streams: {} is not a positive number up to {}, 0 "
                    "(chosen from the cost of the model), -1 (chosen by OpenVINO) or -2 (one per "
                    "NUMA node)",
                    num_streams, kMostThreads));
  }
}

void RuntimeOption::SetModelPath(const std::string& model_path, const std::string& params_path,
                                 const ModelFormat& format) {
  model_file = model_path;
  params_file = params_path;
  model_format = format;
  model_from_memory_ = false;
}

void RuntimeOption::SetModelBuffer(const std::string& model_buffer,
                                   const std::string& params_buffer, const ModelFormat& format) {
  model_file = model_buffer;
  params_file = params_buffer;
  model_format = format;
  model_from_memory_ = true;
}

void RuntimeOption::ReleaseModelBuffer() {
  if (!model_from_memory_) return;
  std::string().swap(model_file);
  std::string().swap(params_file);
}

void RuntimeOption::UseGpu(int gpu_id) {
  device = GPU;
  device_id = gpu_id;
}

void RuntimeOption::UseKunlunXin(int id, int /*l3_workspace_size*/, bool /*locked*/,
                                 bool /*autotune*/, const std::string& /*autotune_file*/,
                                 const std::string& /*precision*/, bool /*adaptive_seqlen*/,
                                 bool /*enable_multi_stream*/, int64_t /*gm_default_size*/) {
  device = KUNLUNXIN;
  device_id = id;
}

void RuntimeOption::UseIpu(int /*device_num*/, int /*micro_batch_size*/, bool /*enable_pipelining*/,
                           int /*batches_per_step*/) {
  device = IPU;
}

void RuntimeOption::SetCpuThreadNum(int thread_num) {
  cpu_thread_num = thread_num;
  openvino_option.cpu_thread_num = -1;
  ort_option.intra_op_num_threads = -1;
}

void RuntimeOption::EnableProfiling(bool include_h2d_d2h, int repeat, int warmup) {
  benchmark_option = {.enable_profile = true,
                      .warmup = warmup,
                      .repeats = repeat,
                      .include_h2d_d2h = include_h2d_d2h};
  LogWarning("EnableProfiling has no effect: EnableRecordTimeOfRuntime of a model records times");
}

void RuntimeOption::Validate() const {
  if (!encryption_key_.empty()) {
    throw Error(ErrorKind::kUnsupported,
                "SetEncryptionKey: encrypted models are not supported; decrypt the files first");
  }
  CheckThreads("cpu_thread_num", cpu_thread_num);
  // 0 is ONNX Runtime's own name of its choice.
  if (ort_option.intra_op_num_threads != 0) {
    CheckThreads("ort_option.intra_op_num_threads", ort_option.intra_op_num_threads);
  }
  if (ort_option.inter_op_num_threads != 0) {
    CheckThreads("ort_option.inter_op_num_threads", ort_option.inter_op_num_threads);
  }
  openvino_option.Validate();
}

}  // namespace fastdeploy
