// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/enum_variables.h"
#include "fastdeploy/runtime/options/absent_options.h"
#include "fastdeploy/runtime/options/onnxruntime_option.h"
#include "fastdeploy/runtime/options/openvino_option.h"
#include "fastdeploy/runtime/options/paddle_option.h"

namespace fastdeploy {

class FDTensor;

/// Sees what a network is given: the model's file, and the inputs, which are valid during the call.
using InputObserver =
    std::function<void(const std::string& model_file, std::span<const FDTensor> inputs)>;

/// Which model to load and how to run it. A plain value, to be copied and changed freely.
///
/// The setters never throw. The values are checked when a model is loaded. If the backend is not in
/// this build, another that reads the model is used, and a warning says which; see
/// EnableValidBackendCheck. If the device is not in this build, an Error names those that are.
struct FASTDEPLOY_DECL RuntimeOption {
  /// Path of the model file, or its bytes after SetModelBuffer.
  std::string model_file;
  /// Path of the parameters (.pdiparams, .bin), or their bytes. Empty: the file of the same name
  /// beside the model, if its format has one.
  std::string params_file;
  bool model_from_memory_ = false;
  ModelFormat model_format = PADDLE;

  Backend backend = UNKNOWN;
  Device device = CPU;
  int device_id = 0;
  /// Threads of one model, all of its clones together; -1: every core. A backend's own setting, if
  /// there is one, takes precedence.
  int cpu_thread_num = -1;
  /// Shapes to fix before the model is prepared, by input name; -1 stays dynamic. The name "" is
  /// the only input of a model that has one. A model with fixed shapes takes its final amount of
  /// memory when it is loaded, and runs faster.
  std::map<std::string, std::vector<int64_t>> input_shapes;
  /// The same for users who fix no shape, as the model's family sets them. A shape that the model
  /// cannot have is left out: for an input that it lacks, or for "" where it has several inputs.
  std::map<std::string, std::vector<int64_t>> usual_input_shapes;
  /// Many short runs come at a time, as the model's family knows: the lines of a page. Unless
  /// OpenVINO's streams or its performance hint are set, each thread of the model is a stream then.
  bool usual_parallel_runs = false;

  /// Share the weights with other processes of this machine; see EnableWeightSharing.
  bool share_weights = false;
  /// Keep compiled models in a cache; see EnableCompiledCache.
  bool use_compiled_cache = true;
  /// Folder for shared weights and, in its folder "compiled", for compiled models. Empty: folders
  /// of the user's cache, such as ~/.cache/fastdeploy/onnxruntime. Its files may be removed while
  /// no model is being loaded.
  std::string cache_folder;

  /// Called before every run of the network, on the thread that starts the run: clones in several
  /// threads call it at the same time. A pipeline calls it for each of its models. What it throws
  /// ends that run.
  InputObserver input_observer;

  OpenVINOBackendOption openvino_option;
  OrtBackendOption ort_option;
  TrtBackendOption trt_option;
  PaddleBackendOption paddle_infer_option;
  LiteBackendOption paddle_lite_option;
  PorosBackendOption poros_option;
  RKNPU2BackendOption rknpu2_option;
  TVMBackendOption tvm_option;
  BenchmarkOption benchmark_option;
  std::string encryption_key_;
  void* external_stream_ = nullptr;
  bool enable_pinned_memory = false;
  bool enable_valid_backend_check = false;

  /// Names the files of the model.
  void SetModelPath(const std::string& model_path, const std::string& params_path = "",
                    const ModelFormat& format = PADDLE);
  /// Takes the model itself, as bytes.
  void SetModelBuffer(const std::string& model_buffer, const std::string& params_buffer = "",
                      const ModelFormat& format = PADDLE);
  /// Frees the bytes that SetModelBuffer took; keeps the paths of SetModelPath.
  void ReleaseModelBuffer();

  void UseCpu() { device = CPU; }
  void UseGpu(int gpu_id = 0);
  void UseKunlunXin(int id = 0, int l3_workspace_size = 0xfffc00, bool locked = false,
                    bool autotune = true, const std::string& autotune_file = "",
                    const std::string& precision = "int16", bool adaptive_seqlen = false,
                    bool enable_multi_stream = false, int64_t gm_default_size = 0);
  void UseAscend() { device = ASCEND; }
  void UseTimVX() { device = TIMVX; }
  void UseDirectML() { device = DIRECTML; }
  void UseSophgo() { device = SOPHGOTPUD; }
  void UseHorizon() { device = SUNRISENPU; }
  void UseRKNPU2(rknpu2::CpuName cpu_name = rknpu2::RK356X,
                 rknpu2::CoreMask core_mask = rknpu2::RKNN_NPU_CORE_AUTO) {
    device = RKNPU;
    rknpu2_option = {cpu_name, core_mask};
  }
  void UseIpu(int device_num = 1, int micro_batch_size = 1, bool enable_pipelining = false,
              int batches_per_step = 1);

  void UseOpenVINOBackend() { backend = OPENVINO; }
  void UseOrtBackend() { backend = ORT; }
  void UsePaddleBackend() { backend = PDINFER; }
  void UsePaddleInferBackend() { backend = PDINFER; }
  void UseTrtBackend() { backend = TRT; }
  void UseLiteBackend() { backend = LITE; }
  void UsePaddleLiteBackend() { backend = LITE; }
  void UsePorosBackend() { backend = POROS; }
  void UseTVMBackend() { backend = TVM; }
  void UseHorizonNPUBackend() { backend = HORIZONNPU; }
  void UseSophgoBackend() { backend = SOPHGOTPU; }

  /// Sets cpu_thread_num, for every backend.
  void SetCpuThreadNum(int thread_num = -1);
  /// Fixes one input's shape; see input_shapes.
  void SetInputShape(const std::string& name, const std::vector<int64_t>& shape) {
    input_shapes[name] = shape;
  }

  /// Lets all processes that load this model share one copy of its weights: they map files in the
  /// cache folder, which hold the weights as packed for this CPU and which the first process to
  /// load the model writes. Needs ONNX Runtime, which is chosen unless another backend is asked
  /// for.
  void EnableWeightSharing(const std::string& cache_dir = "") {
    share_weights = true;
    cache_folder = cache_dir;
  }
  void DisableWeightSharing() { share_weights = false; }

  /// Keeps what OpenVINO has compiled in the cache folder, on by default: the model is loaded
  /// faster the next time, and its weights take memory once, as they are packed for this CPU, not
  /// twice. Results are the same bits. The folder keeps up to 2 GiB, those that were used last.
  /// Models from memory are not kept. A folder that cannot be used is no error. The environment
  /// variable FASTDEPLOY_COMPILED_CACHE is a folder in place of that of the user's cache, or "off".
  void EnableCompiledCache(const std::string& cache_dir = "") {
    use_compiled_cache = true;
    if (!cache_dir.empty()) cache_folder = cache_dir;
  }
  void DisableCompiledCache() { use_compiled_cache = false; }

  /// Encrypted models are not supported: loading a model with a key is an Error.
  void SetEncryptionKey(const std::string& key) { encryption_key_ = key; }
  /// Has no effect; warns so. FastDeployModel::EnableRecordTimeOfRuntime records times.
  void EnableProfiling(bool include_h2d_d2h = false, int repeat = 100, int warmup = 50);
  void DisableProfiling() { benchmark_option.enable_profile = false; }

  void SetExternalStream(void* stream) { external_stream_ = stream; }
  void EnablePinnedMemory() { enable_pinned_memory = true; }
  void DisablePinnedMemory() { enable_pinned_memory = false; }
  /// Makes it an Error to ask for a backend that is not in this build.
  void EnableValidBackendCheck() { enable_valid_backend_check = true; }
  void DisableValidBackendCheck() { enable_valid_backend_check = false; }

  // Older names of these settings, which 1.x keeps.
  void SetOpenVINODevice(const std::string& name = "CPU") { openvino_option.SetDevice(name); }
  void SetOpenVINOShapeInfo(const std::map<std::string, std::vector<int64_t>>& shapes) {
    openvino_option.SetShapeInfo(shapes);
  }
  void SetOpenVINOCpuOperators(const std::vector<std::string>& operators) {
    openvino_option.SetCpuOperators(operators);
  }
  void SetOpenVINOStreams(int streams) { openvino_option.SetStreamNum(streams); }
  void SetOrtGraphOptLevel(int level = -1) { ort_option.graph_optimization_level = level; }
  void SetPaddleMKLDNN(bool use = true) { paddle_infer_option.enable_mkldnn = use; }
  void SetPaddleMKLDNNCacheSize(int size) { paddle_infer_option.mkldnn_cache_size = size; }
  void EnablePaddleLogInfo() { paddle_infer_option.enable_log_info = true; }
  void DisablePaddleLogInfo() { paddle_infer_option.enable_log_info = false; }
  void DeletePaddleBackendPass(const std::string& name) { paddle_infer_option.DeletePass(name); }
  void EnablePaddleToTrt() { paddle_infer_option.enable_trt = true; }
  void EnablePaddleTrtCollectShape() { paddle_infer_option.collect_trt_shape = true; }
  void DisablePaddleTrtCollectShape() { paddle_infer_option.collect_trt_shape = false; }
  void DisablePaddleTrtOPs(const std::vector<std::string>& ops) {
    paddle_infer_option.DisableTrtOps(ops);
  }
  void SetTrtInputShape(const std::string& name, const std::vector<int>& min_shape,
                        const std::vector<int>& opt_shape = {},
                        const std::vector<int>& max_shape = {}) {
    trt_option.SetShape(name, min_shape, opt_shape, max_shape);
  }
  void SetTrtInputData(const std::string& name, const std::vector<float>& min_data,
                       const std::vector<float>& opt_data = {},
                       const std::vector<float>& max_data = {}) {
    trt_option.SetInputData(name, min_data, opt_data, max_data);
  }
  void SetTrtCacheFile(const std::string& path) { trt_option.serialize_file = path; }
  void SetTrtMaxWorkspaceSize(size_t bytes) { trt_option.max_workspace_size = bytes; }
  void SetTrtMaxBatchSize(size_t size) { trt_option.max_batch_size = size; }
  void EnableTrtFP16() { trt_option.enable_fp16 = true; }
  void DisableTrtFP16() { trt_option.enable_fp16 = false; }
  void EnableLiteFP16() { paddle_lite_option.enable_fp16 = true; }
  void DisableLiteFP16() { paddle_lite_option.enable_fp16 = false; }
  void EnableLiteInt8() { paddle_lite_option.enable_int8 = true; }
  void DisableLiteInt8() { paddle_lite_option.enable_int8 = false; }
  void SetLitePowerMode(LitePowerMode mode) { paddle_lite_option.power_mode = mode; }
  void SetLiteOptimizedModelDir(const std::string& folder) {
    paddle_lite_option.optimized_model_dir = folder;
  }
  void SetLiteSubgraphPartitionPath(const std::string& path) {
    paddle_lite_option.nnadapter_subgraph_partition_config_path = path;
  }
  void SetLiteSubgraphPartitionConfigBuffer(const std::string& buffer) {
    paddle_lite_option.nnadapter_subgraph_partition_config_buffer = buffer;
  }
  void SetLiteContextProperties(const std::string& properties) {
    paddle_lite_option.nnadapter_context_properties = properties;
  }
  void SetLiteModelCacheDir(const std::string& folder) {
    paddle_lite_option.nnadapter_model_cache_dir = folder;
  }
  void SetLiteDynamicShapeInfo(
      const std::map<std::string, std::vector<std::vector<int64_t>>>& shapes) {
    paddle_lite_option.nnadapter_dynamic_shape_info = shapes;
  }
  void SetLiteMixedPrecisionQuantizationConfigPath(const std::string& path) {
    paddle_lite_option.nnadapter_mixed_precision_quantization_config_path = path;
  }

  /// Throws Error for an invalid value.
  void Validate() const;
};

}  // namespace fastdeploy
