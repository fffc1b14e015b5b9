// SPDX-License-Identifier: Apache-2.0
//
// Backends and devices of 1.x that this library does not have. Their options exist because 1.x
// programs set them for devices that their users may or may not choose.

#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>

#include <cstdint>
#include <optional>

#include "bindings/fields.h"
#include "bindings/option.h"

namespace fastdeploy::python {
namespace {

void BindTensorRt(nb::module_& module) {
  using Option = TrtBackendOption;
  const std::vector<int> same;
  Fields<Option>(module, "TrtBackendOption",
                 "Settings of TensorRT, kept for 1.x. This library has no such backend.")
      .Field("max_batch_size", &Option::max_batch_size)
      .Field("max_workspace_size", &Option::max_workspace_size)
      .Field("enable_log_info", &Option::enable_log_info)
      .Field("enable_fp16", &Option::enable_fp16)
      .Field("serialize_file", &Option::serialize_file)
      .Field("min_shape", &Option::min_shape)
      .Field("opt_shape", &Option::opt_shape)
      .Field("max_shape", &Option::max_shape)
      .Class()
      .def("set_shape", &Option::SetShape, nb::arg("tensor_name"), nb::arg("min"),
           nb::arg("opt") = same, nb::arg("max") = same)
      .def("set_input_data", &Option::SetInputData, nb::arg("tensor_name"),
           nb::arg("min_input_data"), nb::arg("opt_input_data") = std::vector<float>(),
           nb::arg("max_input_data") = std::vector<float>());
}

void BindPaddle(nb::module_& module) {
  using Option = PaddleBackendOption;
  Fields<Option>(module, "PaddleBackendOption",
                 "Settings of Paddle Inference, kept for 1.x. This library has no such backend.")
      .Field("enable_log_info", &Option::enable_log_info)
      .Field("enable_mkldnn", &Option::enable_mkldnn)
      .Field("enable_trt", &Option::enable_trt)
      .Field("enable_memory_optimize", &Option::enable_memory_optimize)
      .Field("switch_ir_debug", &Option::switch_ir_debug)
      .Field("switch_ir_optimize", &Option::switch_ir_optimize)
      .Field("is_quantize_model", &Option::is_quantize_model)
      .Field("inference_precision", &Option::inference_precision)
      .Field("enable_inference_cutlass", &Option::enable_inference_cutlass)
      .Field("collect_trt_shape", &Option::collect_trt_shape)
      .Field("collect_trt_shape_by_device", &Option::collect_trt_shape_by_device)
      .Field("mkldnn_cache_size", &Option::mkldnn_cache_size)
      .Field("gpu_mem_init_size", &Option::gpu_mem_init_size)
      .Field("enable_fixed_size_opt", &Option::enable_fixed_size_opt)
      .Field("trt_min_subgraph_size", &Option::trt_min_subgraph_size)
      .Field("cpu_thread_num", &Option::cpu_thread_num)
      .Field("trt_option", &Option::trt_option)
      .Field("trt_disabled_ops", &Option::trt_disabled_ops_)
      .Field("delete_pass_names", &Option::delete_pass_names)
      .Class()
      .def("disable_trt_ops", &Option::DisableTrtOps, nb::arg("ops"))
      .def("delete_pass", &Option::DeletePass, nb::arg("pass_name"))
      .def("set_ipu_config", &Option::SetIpuConfig, nb::arg("enable_fp16"), nb::arg("replica_num"),
           nb::arg("available_memory_proportion"), nb::arg("enable_half_partial"));
}

void BindLite(nb::module_& module) {
  using Option = LiteBackendOption;
  Fields<Option>(module, "LiteBackendOption",
                 "Settings of Paddle Lite, kept for 1.x. This library has no such backend.")
      .Field("power_mode", &Option::power_mode)
      .Field("cpu_threads", &Option::cpu_threads)
      .Field("enable_fp16", &Option::enable_fp16)
      .Field("enable_int8", &Option::enable_int8)
      .Field("optimized_model_dir", &Option::optimized_model_dir)
      .Field("nnadapter_subgraph_partition_config_path",
             &Option::nnadapter_subgraph_partition_config_path)
      .Field("nnadapter_subgraph_partition_config_buffer",
             &Option::nnadapter_subgraph_partition_config_buffer)
      .Field("nnadapter_context_properties", &Option::nnadapter_context_properties)
      .Field("nnadapter_model_cache_dir", &Option::nnadapter_model_cache_dir)
      .Field("nnadapter_mixed_precision_quantization_config_path",
             &Option::nnadapter_mixed_precision_quantization_config_path)
      .Field("nnadapter_dynamic_shape_info", &Option::nnadapter_dynamic_shape_info)
      .Field("nnadapter_device_names", &Option::nnadapter_device_names);
}

void BindRest(nb::module_& module) {
  Fields<PorosBackendOption>(module, "PorosBackendOption", "Kept for 1.x; has no effect.")
      .Field("long_to_int", &PorosBackendOption::long_to_int)
      .Field("use_nvidia_tf32", &PorosBackendOption::use_nvidia_tf32)
      .Field("unconst_ops_thres", &PorosBackendOption::unconst_ops_thres)
      .Field("prewarm_datatypes", &PorosBackendOption::prewarm_datatypes)
      .Field("enable_fp16", &PorosBackendOption::enable_fp16)
      .Field("is_dynamic", &PorosBackendOption::is_dynamic)
      .Field("max_batch_size", &PorosBackendOption::max_batch_size)
      .Field("max_workspace_size", &PorosBackendOption::max_workspace_size);
  nb::enum_<rknpu2::CpuName>(module, "CpuName", nb::is_arithmetic(), "Rockchip's chips.")
      .value("RK356X", rknpu2::RK356X)
      .value("RK3588", rknpu2::RK3588)
      .value("UNDEFINED", rknpu2::UNDEFINED);
  nb::enum_<rknpu2::CoreMask>(module, "CoreMask", nb::is_arithmetic(),
                              "Cores of Rockchip's neural processors.")
      .value("RKNN_NPU_CORE_AUTO", rknpu2::RKNN_NPU_CORE_AUTO)
      .value("RKNN_NPU_CORE_0", rknpu2::RKNN_NPU_CORE_0)
      .value("RKNN_NPU_CORE_1", rknpu2::RKNN_NPU_CORE_1)
      .value("RKNN_NPU_CORE_2", rknpu2::RKNN_NPU_CORE_2)
      .value("RKNN_NPU_CORE_0_1", rknpu2::RKNN_NPU_CORE_0_1)
      .value("RKNN_NPU_CORE_0_1_2", rknpu2::RKNN_NPU_CORE_0_1_2)
      .value("RKNN_NPU_CORE_UNDEFINED", rknpu2::RKNN_NPU_CORE_UNDEFINED);
  Fields<RKNPU2BackendOption>(module, "RKNPU2BackendOption", "Kept for 1.x; has no effect.")
      .Field("cpu_name", &RKNPU2BackendOption::cpu_name)
      .Field("core_mask", &RKNPU2BackendOption::core_mask);
  Fields<TVMBackendOption>(module, "TVMBackendOption", "Kept for 1.x; has no effect.");
  Fields<BenchmarkOption>(module, "BenchmarkOption", "Kept for 1.x; has no effect.")
      .Field("enable_profile", &BenchmarkOption::enable_profile)
      .Field("warmup", &BenchmarkOption::warmup)
      .Field("repeats", &BenchmarkOption::repeats)
      .Field("include_h2d_d2h", &BenchmarkOption::include_h2d_d2h);
}

void BindLiteNames(nb::class_<RuntimeOption>& option) {
  using Option = RuntimeOption;
  option.def("enable_lite_fp16", &Option::EnableLiteFP16)
      .def("disable_lite_fp16", &Option::DisableLiteFP16)
      .def("enable_lite_int8", &Option::EnableLiteInt8)
      .def("disable_lite_int8", &Option::DisableLiteInt8)
      .def(
          "set_lite_power_mode",
          [](Option& self, int mode) { self.SetLitePowerMode(static_cast<LitePowerMode>(mode)); },
          nb::arg("mode"))
      .def("set_lite_optimized_model_dir", &Option::SetLiteOptimizedModelDir,
           nb::arg("optimized_model_dir"))
      .def(
          "set_lite_device_names",
          [](Option& self, const std::vector<std::string>& names) {
            self.paddle_lite_option.nnadapter_device_names = names;
          },
          nb::arg("device_names"))
      .def("set_lite_context_properties", &Option::SetLiteContextProperties,
           nb::arg("context_properties"))
      .def("set_lite_model_cache_dir", &Option::SetLiteModelCacheDir, nb::arg("model_cache_dir"))
      .def("set_lite_dynamic_shape_info", &Option::SetLiteDynamicShapeInfo,
           nb::arg("dynamic_shape_info"))
      .def("set_lite_subgraph_partition_path", &Option::SetLiteSubgraphPartitionPath,
           nb::arg("subgraph_partition_path"))
      .def("set_lite_subgraph_partition_config_buffer",
           &Option::SetLiteSubgraphPartitionConfigBuffer, nb::arg("subgraph_partition_buffer"))
      .def("set_lite_mixed_precision_quantization_config_path",
           &Option::SetLiteMixedPrecisionQuantizationConfigPath,
           nb::arg("mixed_precision_quantization_config_path"));
}

}  // namespace

void BindAbsentOptions(nb::module_& module) {
  BindTensorRt(module);
  BindPaddle(module);
  BindLite(module);
  BindRest(module);
}

void BindOlderNames(nb::class_<RuntimeOption>& option) {
  using Option = RuntimeOption;
  BindLiteNames(option);
  const std::vector<int> same;
  option.def("set_openvino_device", &Option::SetOpenVINODevice, nb::arg("name") = "CPU")
      .def("set_openvino_shape_info", &Option::SetOpenVINOShapeInfo, nb::arg("shape_info"))
      .def("set_openvino_cpu_operators", &Option::SetOpenVINOCpuOperators, nb::arg("operators"))
      .def("set_openvino_streams", &Option::SetOpenVINOStreams, nb::arg("num_streams"))
      .def("set_ort_graph_opt_level", &Option::SetOrtGraphOptLevel, nb::arg("level") = -1)
      .def("set_paddle_mkldnn", &Option::SetPaddleMKLDNN, nb::arg("use_mkldnn") = true)
      .def("set_paddle_mkldnn_cache_size", &Option::SetPaddleMKLDNNCacheSize, nb::arg("cache_size"))
      .def("enable_paddle_log_info", &Option::EnablePaddleLogInfo)
      .def("disable_paddle_log_info", &Option::DisablePaddleLogInfo)
      .def("delete_paddle_backend_pass", &Option::DeletePaddleBackendPass, nb::arg("pass_name"))
      .def("enable_paddle_to_trt", &Option::EnablePaddleToTrt)
      .def("enable_paddle_trt_collect_shape", &Option::EnablePaddleTrtCollectShape)
      .def("disable_paddle_trt_collect_shape", &Option::DisablePaddleTrtCollectShape)
      .def("disable_paddle_trt_ops", &Option::DisablePaddleTrtOPs, nb::arg("ops"))
      .def(
          "set_trt_input_shape",
          [](Option& self, const std::string& name, const std::vector<int>& min,
             const std::optional<std::vector<int>>& opt,
             const std::optional<std::vector<int>>& max) {
            self.SetTrtInputShape(name, min, opt.value_or(min), max.value_or(min));
          },
          nb::arg("tensor_name"), nb::arg("min_shape"), nb::arg("opt_shape") = nb::none(),
          nb::arg("max_shape") = nb::none())
      .def("set_trt_input_data", &Option::SetTrtInputData, nb::arg("tensor_name"),
           nb::arg("min_input_data"), nb::arg("opt_input_data") = std::vector<float>(),
           nb::arg("max_input_data") = std::vector<float>())
      .def("set_trt_cache_file", &Option::SetTrtCacheFile, nb::arg("cache_file_path"))
      .def("set_trt_max_workspace_size", &Option::SetTrtMaxWorkspaceSize,
           nb::arg("trt_max_workspace_size"))
      .def("set_trt_max_batch_size", &Option::SetTrtMaxBatchSize, nb::arg("trt_max_batch_size"))
      .def("enable_trt_fp16", &Option::EnableTrtFP16)
      .def("disable_trt_fp16", &Option::DisableTrtFP16)
      .def(
          "set_ipu_config",
          [](Option& self, bool fp16, int replicas, float memory, bool half) {
            self.paddle_infer_option.SetIpuConfig(fp16, replicas, memory, half);
          },
          nb::arg("enable_fp16") = false, nb::arg("replica_num") = 1,
          nb::arg("available_memory_proportion") = 1.0F, nb::arg("enable_half_partial") = false)
      .def("set_encryption_key", &Option::SetEncryptionKey, nb::arg("encryption_key"),
           "Encrypted models are not supported: loading a model with a key is an error.")
      .def(
          "set_external_raw_stream",
          [](Option& self, uintptr_t stream) {
            self.SetExternalStream(reinterpret_cast<void*>(stream));  // NOLINT(*-reinterpret-cast)
          },
          nb::arg("cuda_stream"), "Kept for 1.x; has no effect.")
      .def("enable_profiling", &Option::EnableProfiling, nb::arg("inclue_h2d_d2h") = false,
           nb::arg("repeat") = 100, nb::arg("warmup") = 50,
           "Warns that it has no effect: see enable_record_time_of_runtime of a model.")
      .def("disable_profiling", &Option::DisableProfiling);
}

}  // namespace fastdeploy::python
