// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/runtime/enum_variables.h"

namespace fastdeploy {

// Settings of backends that 1.x has and this library does not. They have no effect. They exist
// since 1.x programs set them for devices that their users may or may not choose. The defaults
// are 1.x's.

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
  std::map<std::string, std::vector<float>> min_input_data;
  std::map<std::string, std::vector<float>> opt_input_data;
  std::map<std::string, std::vector<float>> max_input_data;
  bool enable_pinned_memory = false;
  void* external_stream_ = nullptr;
  int gpu_id = 0;
  std::string model_file;
  std::string params_file;
  ModelFormat model_format = PADDLE;

  void SetShape(const std::string& name, const std::vector<int>& min,
                const std::vector<int>& opt = {}, const std::vector<int>& max = {}) {
    min_shape[name] = min;
    opt_shape[name] = opt.empty() ? min : opt;
    max_shape[name] = max.empty() ? min : max;
  }
  void SetInputData(const std::string& name, const std::vector<float>& min,
                    const std::vector<float>& opt = {}, const std::vector<float>& max = {}) {
    min_input_data[name] = min;
    opt_input_data[name] = opt.empty() ? min : opt;
    max_input_data[name] = max.empty() ? min : max;
  }
};

/// Graphcore's processors, with Paddle Inference.
struct IpuOption {
  int ipu_device_num = 1;
  int ipu_micro_batch_size = 1;
  bool ipu_enable_pipelining = false;
  int ipu_batches_per_step = 1;
  bool ipu_enable_fp16 = false;
  int ipu_replica_num = 1;
  float ipu_available_memory_proportion = 1;
  bool ipu_enable_half_partial = false;
};

/// Kunlun's processors, with Paddle Inference.
struct XpuOption {
  int kunlunxin_device_id = 0;
  int kunlunxin_l3_workspace_size = 0xfffc00;
  bool kunlunxin_locked = false;
  bool kunlunxin_autotune = true;
  std::string kunlunxin_autotune_file;
  std::string kunlunxin_precision = "int16";
  bool kunlunxin_adaptive_seqlen = false;
  bool kunlunxin_enable_multi_stream = false;
  int64_t kunlunxin_gm_default_size = 0;
};

/// Which cores of a phone Paddle Lite uses.
enum LitePowerMode {
  LITE_POWER_HIGH = 0,
  LITE_POWER_LOW = 1,
  LITE_POWER_FULL = 2,
  LITE_POWER_NO_BIND = 3,
  LITE_POWER_RAND_HIGH = 4,
  LITE_POWER_RAND_LOW = 5,
};

/// Paddle Lite.
struct LiteBackendOption : XpuOption {
  int power_mode = 3;
  int cpu_threads = 1;
  bool enable_fp16 = false;
  bool enable_int8 = false;
  Device device = CPU;
  int device_id = 0;
  std::string optimized_model_dir;
  std::string opencl_cache_dir;
  std::string opencl_tuned_file;
  std::string nnadapter_subgraph_partition_config_path;
  std::string nnadapter_subgraph_partition_config_buffer;
  std::string nnadapter_context_properties;
  std::string nnadapter_model_cache_dir;
  std::string nnadapter_mixed_precision_quantization_config_path;
  std::map<std::string, std::vector<std::vector<int64_t>>> nnadapter_dynamic_shape_info = {
      {"", {{0}}}};
  std::vector<std::string> nnadapter_device_names;
};

/// Poros (TorchScript).
struct PorosBackendOption {
  Device device = CPU;
  int device_id = 0;
  bool long_to_int = true;
  bool use_nvidia_tf32 = false;
  int unconst_ops_thres = -1;
  std::string prewarm_datatypes = "FP32";
  bool enable_fp16 = false;
  bool is_dynamic = false;
  size_t max_batch_size = 32;
  size_t max_workspace_size = size_t{1} << 30;
};

namespace rknpu2 {

/// Rockchip's chips.
enum CpuName {
  RK356X = 0,
  RK3588 = 1,
  UNDEFINED,
};

/// Cores of their neural processors.
enum CoreMask {
  RKNN_NPU_CORE_AUTO = 0,
  RKNN_NPU_CORE_0 = 1,
  RKNN_NPU_CORE_1 = 2,
  RKNN_NPU_CORE_2 = 4,
  RKNN_NPU_CORE_0_1 = RKNN_NPU_CORE_0 | RKNN_NPU_CORE_1,
  RKNN_NPU_CORE_0_1_2 = RKNN_NPU_CORE_0_1 | RKNN_NPU_CORE_2,
  RKNN_NPU_CORE_UNDEFINED,
};

}  // namespace rknpu2

/// Rockchip's neural processors.
struct RKNPU2BackendOption {
  rknpu2::CpuName cpu_name = rknpu2::RK356X;
  rknpu2::CoreMask core_mask = rknpu2::RKNN_NPU_CORE_AUTO;
};

/// TVM.
struct TVMBackendOption {};

/// What EnableProfiling sets.
struct BenchmarkOption {
  bool enable_profile = false;
  int warmup = 50;
  int repeats = 100;
  bool include_h2d_d2h = false;
};

}  // namespace fastdeploy
