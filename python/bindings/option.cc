// SPDX-License-Identifier: Apache-2.0
#include <nanobind/stl/map.h>
#include <nanobind/stl/set.h>
#include <nanobind/stl/variant.h>

#include <variant>

#include "bindings/fields.h"
#include "bindings/module.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy::python {
namespace {

void BindEnums(nb::module_& module) {
  nb::enum_<Backend>(module, "Backend", "Inference engines; see get_available_backends.")
      .value("UNKNOWN", UNKNOWN)
      .value("UNKOWN", UNKNOWN, "As 1.x spells it.")
      .value("ORT", ORT)
      .value("TRT", TRT)
      .value("PDINFER", PDINFER)
      .value("POROS", POROS)
      .value("OPENVINO", OPENVINO)
      .value("LITE", LITE)
      .value("RKNPU2", RKNPU2)
      .value("SOPHGOTPU", SOPHGOTPU)
      .value("HORIZONNPU", HORIZONNPU)
      .value("TVM", TVM);
  nb::enum_<ModelFormat>(module, "ModelFormat",
                         "Format of a model file. What a file holds is told from its bytes.")
      .value("AUTOREC", AUTOREC)
      .value("PADDLE", PADDLE)
      .value("ONNX", ONNX)
      .value("RKNN", RKNN)
      .value("TORCHSCRIPT", TORCHSCRIPT)
      .value("SOPHGO", SOPHGO)
      .value("HORIZON", HORIZON)
      .value("TVMFormat", TVMFormat)
      .value("OPENVINO_IR", OPENVINO_IR);
  module.def("get_available_backends", &GetAvailableBackends, "The backends that this build has.");
}

void BindOpenVINO(nb::module_& module) {
  using Option = OpenVINOBackendOption;
  Fields<Option>(module, "OpenVINOBackendOption",
                 "Settings of the OpenVINO backend, checked when a model is loaded.")
      .Field("device", &Option::device, "'CPU', 'GPU' (Intel), 'AUTO', 'HETERO:GPU,CPU', ...")
      .Field("cpu_thread_num", &Option::cpu_thread_num,
             "Threads of one model; -1: RuntimeOption.cpu_thread_num.")
      .Field("num_streams", &Option::num_streams,
             "Requests that run side by side; 0: chosen from the cost of the model, -1: OpenVINO's "
             "choice, -2: one per NUMA node.")
      .Field("affinity", &Option::affinity,
             "Pinning of threads: 'NO', 'YES', 'NUMA', 'HYBRID_AWARE'.")
      .Field("hint", &Option::hint,
             "'UNDEFINED', or 'LATENCY', 'THROUGHPUT', 'CUMULATIVE_THROUGHPUT', which decide "
             "streams and threads.")
      .Field("inference_precision", &Option::inference_precision, "'f32', 'bf16' or 'f16'.")
      .Field("cache_dir", &Option::cache_dir, "Folder for compiled models; empty: none are kept.")
      .Field("shape_infos", &Option::shape_infos,
             "Shapes to fix, by input name; see RuntimeOption.input_shapes.")
      .Field("cpu_operators", &Option::cpu_operators,
             "Operators that run on the CPU where the device is 'HETERO:...'.")
      .Class()
      .def("set_device", &Option::SetDevice, nb::arg("name") = "CPU")
      .def("set_shape_info", &Option::SetShapeInfo, nb::arg("shape_info"))
      .def("set_cpu_operators", &Option::SetCpuOperators, nb::arg("operators"))
      .def("set_affinity", &Option::SetAffinity, nb::arg("affinity"))
      .def("set_performance_hint", &Option::SetPerformanceHint, nb::arg("hint"))
      .def("set_stream_num", &Option::SetStreamNum, nb::arg("num_streams"))
      .def("set_inference_precision", &Option::SetInferencePrecision, nb::arg("precision"))
      .def("set_cache_dir", &Option::SetCacheDir, nb::arg("folder"));
}

void BindOnnxRuntime(nb::module_& module) {
  Fields<OrtBackendOption>(module, "OrtBackendOption", "Settings of ONNX Runtime.")
      .Field("graph_optimization_level", &OrtBackendOption::graph_optimization_level,
             "0: none, 1: basic, 2: extended; else all.")
      .Field("intra_op_num_threads", &OrtBackendOption::intra_op_num_threads,
             "Threads of one model; -1: RuntimeOption.cpu_thread_num.")
      .Field("inter_op_num_threads", &OrtBackendOption::inter_op_num_threads)
      .Field("execution_mode", &OrtBackendOption::execution_mode,
             "1: operators of one run side by side; else one after the other.")
      .Field("enable_fp16", &OrtBackendOption::enable_fp16)
      .Field("optimized_model_filepath", &OrtBackendOption::optimized_model_filepath,
             "Where to write the model as it was optimised; '': nowhere.");
}

// Those of 1.x that this build does not have keep their names: programs fill them in for devices
// that the user may not choose.
void BindOthers(nb::module_& module) {
  Fields<TrtBackendOption>(module, "TrtBackendOption", "Settings of TensorRT.")
      .Field("max_batch_size", &TrtBackendOption::max_batch_size)
      .Field("max_workspace_size", &TrtBackendOption::max_workspace_size)
      .Field("enable_log_info", &TrtBackendOption::enable_log_info)
      .Field("enable_fp16", &TrtBackendOption::enable_fp16)
      .Field("serialize_file", &TrtBackendOption::serialize_file)
      .Field("min_shape", &TrtBackendOption::min_shape)
      .Field("opt_shape", &TrtBackendOption::opt_shape)
      .Field("max_shape", &TrtBackendOption::max_shape)
      .Class()
      .def("set_shape", &TrtBackendOption::SetShape, nb::arg("tensor_name"), nb::arg("min"),
           nb::arg("opt") = std::vector<int>(), nb::arg("max") = std::vector<int>());
  Fields<PaddleBackendOption>(module, "PaddleBackendOption", "Settings of Paddle Inference.")
      .Field("enable_log_info", &PaddleBackendOption::enable_log_info)
      .Field("enable_mkldnn", &PaddleBackendOption::enable_mkldnn)
      .Field("enable_trt", &PaddleBackendOption::enable_trt)
      .Field("collect_trt_shape", &PaddleBackendOption::collect_trt_shape)
      .Field("mkldnn_cache_size", &PaddleBackendOption::mkldnn_cache_size)
      .Field("gpu_mem_init_size", &PaddleBackendOption::gpu_mem_init_size)
      .Field("trt_disabled_ops", &PaddleBackendOption::trt_disabled_ops)
      .Field("delete_pass_names", &PaddleBackendOption::delete_pass_names);
  Fields<LiteBackendOption>(module, "LiteBackendOption", "Settings of Paddle Lite.")
      .Field("power_mode", &LiteBackendOption::power_mode)
      .Field("cpu_threads", &LiteBackendOption::cpu_threads)
      .Field("enable_fp16", &LiteBackendOption::enable_fp16)
      .Field("optimized_model_dir", &LiteBackendOption::optimized_model_dir);
}

template <auto kMember>
std::variant<std::string, nb::bytes> PathOrBytes(const RuntimeOption& option) {
  const std::string& value = option.*kMember;
  if (option.model_from_memory_) return nb::bytes(value.data(), value.size());
  return value;
}

template <auto kMember>
void SetPathOrBytes(RuntimeOption& option, const std::variant<std::string, nb::bytes>& value) {
  if (const auto* bytes = std::get_if<nb::bytes>(&value)) {
    option.*kMember = std::string(bytes->c_str(), bytes->size());
  } else {
    option.*kMember = std::get<std::string>(value);
  }
}

void BindSpellings(nb::class_<RuntimeOption>& option) {
  using Option = RuntimeOption;
  // Older spellings, which 1.x keeps.
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
      .def("set_trt_input_shape", &Option::SetTrtInputShape, nb::arg("tensor_name"),
           nb::arg("min_shape"), nb::arg("opt_shape") = std::vector<int>(),
           nb::arg("max_shape") = std::vector<int>())
      .def("set_trt_cache_file", &Option::SetTrtCacheFile, nb::arg("cache_file_path"))
      .def("set_trt_max_workspace_size", &Option::SetTrtMaxWorkspaceSize,
           nb::arg("trt_max_workspace_size"))
      .def("set_trt_max_batch_size", &Option::SetTrtMaxBatchSize, nb::arg("trt_max_batch_size"))
      .def("enable_trt_fp16", &Option::EnableTrtFP16)
      .def("disable_trt_fp16", &Option::DisableTrtFP16);
}

}  // namespace

void BindOption(nb::module_& module) {
  using Option = RuntimeOption;
  BindEnums(module);
  BindOpenVINO(module);
  BindOnnxRuntime(module);
  BindOthers(module);
  Fields<Option> fields(module, "RuntimeOption",
                        "Which model to load and how to run it. A model takes a copy: change and "
                        "use it again freely. Loading checks what the setters only note.");
  fields
      .Property("model_file", &PathOrBytes<&Option::model_file>,
                &SetPathOrBytes<&Option::model_file>, "A path, or, after set_model_buffer, bytes.")
      .Property("params_file", &PathOrBytes<&Option::params_file>,
                &SetPathOrBytes<&Option::params_file>)
      .Field("model_from_memory", &Option::model_from_memory_)
      .Field("model_format", &Option::model_format)
      .Field("backend", &Option::backend)
      .Field("device", &Option::device)
      .Field("device_id", &Option::device_id)
      .Field("cpu_thread_num", &Option::cpu_thread_num,
             "Threads of one model, all of its clones together; -1: every core.")
      .Field("input_shapes", &Option::input_shapes,
             "Shapes to fix before the model is prepared, by input name; '' is the only input.")
      .Field("share_weights", &Option::share_weights,
             "One copy of the weights for all processes; see enable_weight_sharing.")
      .Field("cache_folder", &Option::cache_folder,
             "Where converted models and shared weights are kept; '': the user's cache.")
      .Field("openvino_option", &Option::openvino_option)
      .Field("ort_option", &Option::ort_option)
      .Field("trt_option", &Option::trt_option)
      .Field("paddle_infer_option", &Option::paddle_infer_option)
      .Field("paddle_lite_option", &Option::paddle_lite_option);
  fields.Class()
      .def("set_model_path", &Option::SetModelPath, nb::arg("model_path"),
           nb::arg("params_path") = "", nb::arg("model_format") = PADDLE, "Where the model is.")
      .def(
          "set_model_buffer",
          [](Option& option, const nb::bytes& model, const nb::bytes& params, ModelFormat format) {
            option.SetModelBuffer({model.c_str(), model.size()}, {params.c_str(), params.size()},
                                  format);
          },
          nb::arg("model_buffer"), nb::arg("params_buffer") = nb::bytes(""),
          nb::arg("model_format") = PADDLE, "The model itself, as bytes.")
      .def("use_cpu", &Option::UseCpu)
      .def("use_gpu", &Option::UseGpu, nb::arg("device_id") = 0)
      .def("use_ascend", &Option::UseAscend)
      .def("use_ort_backend", &Option::UseOrtBackend)
      .def("use_openvino_backend", &Option::UseOpenVINOBackend)
      .def("use_paddle_backend", &Option::UsePaddleBackend)
      .def("use_paddle_infer_backend", &Option::UsePaddleInferBackend)
      .def("use_trt_backend", &Option::UseTrtBackend)
      .def("use_lite_backend", &Option::UseLiteBackend)
      .def("use_paddle_lite_backend", &Option::UsePaddleLiteBackend)
      .def("use_poros_backend", &Option::UsePorosBackend)
      .def("use_tvm_backend", &Option::UseTVMBackend)
      .def("use_kunlunxin", &Option::UseKunlunXin, nb::arg("device_id") = 0,
           nb::arg("l3_workspace_size") = 16776192, nb::arg("locked") = false,
           nb::arg("autotune") = true, nb::arg("autotune_file") = "",
           nb::arg("precision") = "int16", nb::arg("adaptive_seqlen") = false,
           nb::arg("enable_multi_stream") = false, nb::arg("gm_default_size") = 0)
      .def("set_cpu_thread_num", &Option::SetCpuThreadNum, nb::arg("thread_num") = -1,
           "Threads of one model, all of its clones together; -1: every core.")
      .def("set_input_shape", &Option::SetInputShape, nb::arg("name"), nb::arg("shape"),
           "Fixes one input's shape; see input_shapes.")
      .def("enable_weight_sharing", &Option::EnableWeightSharing, nb::arg("cache_dir") = "",
           "Keeps the weights, packed for this CPU, in files that all processes which load the "
           "model "
           "map: they share their pages. The first to load it writes them. Takes ONNX Runtime, "
           "which "
           "is then chosen unless another backend is asked for.")
      .def("disable_weight_sharing", &Option::DisableWeightSharing)
      .def("enable_pinned_memory", &Option::EnablePinnedMemory)
      .def("disable_pinned_memory", &Option::DisablePinnedMemory)
      .def("enable_valid_backend_check", &Option::EnableValidBackendCheck)
      .def("disable_valid_backend_check", &Option::DisableValidBackendCheck);
  BindSpellings(fields.Class());
}

}  // namespace fastdeploy::python
