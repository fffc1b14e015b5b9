// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "fastdeploy/core/fd_type.h"

namespace fastdeploy {

/// Settings of the ONNX Runtime backend.
struct OrtBackendOption {
  /// 0: none, 1: basic, 2: extended; any other number: all.
  int graph_optimization_level = -1;
  /// Threads of one model, all of its clones together; -1: RuntimeOption::cpu_thread_num.
  int intra_op_num_threads = -1;
  int inter_op_num_threads = -1;
  /// 1: operators of one run may run side by side; any other number: one after the other.
  int execution_mode = -1;
  bool enable_fp16 = false;  ///< of 1.x; has no effect
  /// File to write the optimised model to; empty: it is not written.
  std::string optimized_model_filepath;
  // Of 1.x; they have no effect.
  Device device = CPU;
  int device_id = 0;
  void* external_stream_ = nullptr;
  std::vector<std::string> ort_disabled_ops_;
  void DisableOrtFP16OpTypes(const std::vector<std::string>& ops) { ort_disabled_ops_ = ops; }
};

}  // namespace fastdeploy
