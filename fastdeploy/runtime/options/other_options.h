// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

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
};

// Settings of backends that 1.x has and this library does not. They have no effect: loading a model
// with such a backend is an Error. They exist since 1.x programs set them for devices that their
// users may or may not choose.

/// TensorRT.
struct TrtBackendOption {
  size_t max_batch_size = 32;
  size_t max_workspace_size = size_t{1} << 30;
  bool enable_log_info = false;
  bool enable_fp16 = false;
  std::string serialize_file;
  std::map<std::string, std::vector<int>> min_shape;
  std::map<std::string, std::vector<int>> opt_shape;
  std::map<std::string, std::vector<int>> max_shape;

  void SetShape(const std::string& name, const std::vector<int>& min,
                const std::vector<int>& opt = {}, const std::vector<int>& max = {}) {
    min_shape[name] = min;
    opt_shape[name] = opt.empty() ? min : opt;
    max_shape[name] = max.empty() ? min : max;
  }
};

/// Paddle Inference.
struct PaddleBackendOption {
  bool enable_log_info = false;
  bool enable_mkldnn = true;
  bool enable_trt = false;
  bool enable_memory_optimize = true;
  bool switch_ir_debug = false;
  bool switch_ir_optimize = true;
  std::string inference_precision = "float32";
  bool collect_trt_shape = false;
  bool collect_trt_shape_by_device = false;
  int mkldnn_cache_size = -1;
  int gpu_mem_init_size = 100;
  bool enable_fixed_size_opt = false;
  int trt_min_subgraph_size = 3;
  int cpu_thread_num = 8;
  std::vector<std::string> trt_disabled_ops;
  std::vector<std::string> delete_pass_names;

  void DisableTrtOps(const std::vector<std::string>& ops) { trt_disabled_ops = ops; }
  void DeletePass(const std::string& name) { delete_pass_names.push_back(name); }
};

/// Paddle Lite.
struct LiteBackendOption {
  int power_mode = 3;
  int cpu_threads = 1;
  bool enable_fp16 = false;
  std::string optimized_model_dir;
};

}  // namespace fastdeploy
