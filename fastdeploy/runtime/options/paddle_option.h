// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/runtime/options/absent_options.h"

namespace fastdeploy {

/// Settings of the Paddle Inference backend.
struct PaddleBackendOption {
  bool enable_log_info = false;
  /// oneDNN, for .pdmodel only. Off by default, unlike in 1.x: a run is four times as fast with it,
  /// but Paddle 3.3 gives wrong results for some networks (docs/decisions).
  bool enable_mkldnn = false;
  /// Shapes for which oneDNN keeps its preparations; -1: Paddle's choice.
  int mkldnn_cache_size = -1;
  bool enable_memory_optimize = true;  ///< of .pdmodel; a program of Paddle 3 has it never
  bool switch_ir_optimize = true;      ///< passes over the graph
  /// Passes to leave out; an Error with Paddle 2.
  std::vector<std::string> delete_pass_names;
  void DeletePass(const std::string& name) { delete_pass_names.push_back(name); }

  // Of 1.x; they have no effect.
  bool enable_trt = false;
  bool switch_ir_debug = false;
  bool is_quantize_model = false;
  std::string inference_precision = "float32";
  bool enable_inference_cutlass = false;
  bool collect_trt_shape = false;
  bool collect_trt_shape_by_device = false;
  int gpu_mem_init_size = 100;
  bool enable_fixed_size_opt = false;
  int trt_min_subgraph_size = 3;
  int cpu_thread_num = 8;
  bool enable_pinned_memory = false;
  void* external_stream_ = nullptr;
  Device device = CPU;
  int device_id = 0;
  std::string model_file;
  std::string params_file;
  bool model_from_memory_ = false;
  IpuOption ipu_option;
  XpuOption xpu_option;
  TrtBackendOption trt_option;
  std::vector<std::string> trt_disabled_ops_;
  void DisableTrtOps(const std::vector<std::string>& ops) { trt_disabled_ops_ = ops; }
  void SetIpuConfig(bool enable_fp16, int replica_num, float available_memory_proportion,
                    bool enable_half_partial) {
    ipu_option.ipu_enable_fp16 = enable_fp16;
    ipu_option.ipu_replica_num = replica_num;
    ipu_option.ipu_available_memory_proportion = available_memory_proportion;
    ipu_option.ipu_enable_half_partial = enable_half_partial;
  }
  void SetXpuConfig(int /*quant_post_dynamic_weight_bits*/ = -1,
                    const std::vector<std::string>& /*quant_post_dynamic_op_types*/ = {}) {}
};

}  // namespace fastdeploy
