// SPDX-License-Identifier: Apache-2.0
#include <nanobind/stl/map.h>
#include <nanobind/stl/set.h>
#include <nanobind/stl/variant.h>

#include <memory>
#include <span>
#include <string>
#include <variant>

#include "bindings/fields.h"
#include "bindings/gil.h"
#include "bindings/module.h"
#include "bindings/option.h"
#include "bindings/tensor.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy::python {
namespace {

void BindEnums(nb::module_& module) {
  nb::enum_<Backend> backend(
      module, "Backend", "Inference engines. get_available_backends() lists those in this build.");
  backend.value("UNKNOWN", UNKNOWN)
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
  backend.attr("UNKOWN") = backend.attr("UNKNOWN");  // 1.x's spelling
  nb::enum_<ModelFormat>(module, "ModelFormat",
                         "Format of a model file. Loading detects it from the file's contents.")
      .value("AUTOREC", AUTOREC)
      .value("PADDLE", PADDLE)
      .value("ONNX", ONNX)
      .value("RKNN", RKNN)
      .value("TORCHSCRIPT", TORCHSCRIPT)
      .value("SOPHGO", SOPHGO)
      .value("HORIZON", HORIZON)
      .value("TVMFormat", TVMFormat)
      .value("OPENVINO_IR", OPENVINO_IR);
  module.def("get_available_backends", &GetAvailableBackends, "The backends in this build.");
}

void BindOpenVINO(nb::module_& module) {
  using Option = OpenVINOBackendOption;
  Fields<Option>(module, "OpenVINOBackendOption",
                 "Settings of the OpenVINO backend. Checked when a model is loaded.")
      .Field("device", &Option::device,
             "OpenVINO's device name: 'CPU', 'GPU' (Intel), 'AUTO', 'HETERO:GPU,CPU', ...")
      .Field("cpu_thread_num", &Option::cpu_thread_num,
             "Threads of one model, all of its clones together; -1: RuntimeOption.cpu_thread_num.")
      .Field("num_streams", &Option::num_streams,
             "Number of inference requests that run in parallel. 0: chosen from the cost of the "
             "model; -1: OpenVINO's choice; -2: one per NUMA node.")
      .Field("affinity", &Option::affinity,
             "Pinning of threads to cores: 'NO', 'YES', 'NUMA' or 'HYBRID_AWARE'.")
      .Field("hint", &Option::hint,
             "'UNDEFINED', or 'LATENCY', 'THROUGHPUT' or 'CUMULATIVE_THROUGHPUT', which replace "
             "the numbers of streams and threads.")
      .Field("inference_precision", &Option::inference_precision, "'f32', 'bf16' or 'f16'.")
      .Field("cache_dir", &Option::cache_dir,
             "Folder in which OpenVINO keeps compiled models; '': it keeps none.")
      .Field("shape_infos", &Option::shape_infos,
             "Shapes to fix, by input name. Takes precedence over RuntimeOption.input_shapes.")
      .Field("cpu_operators", &Option::cpu_operators,
             "Operators that run on the CPU if the device is 'HETERO:...'.")
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
  Fields<OrtBackendOption>(module, "OrtBackendOption", "Settings of the ONNX Runtime backend.")
      .Field("graph_optimization_level", &OrtBackendOption::graph_optimization_level,
             "0: none, 1: basic, 2: extended; any other number: all.")
      .Field("intra_op_num_threads", &OrtBackendOption::intra_op_num_threads,
             "Threads of one model, all of its clones together; -1: RuntimeOption.cpu_thread_num.")
      .Field("inter_op_num_threads", &OrtBackendOption::inter_op_num_threads)
      .Field("execution_mode", &OrtBackendOption::execution_mode,
             "1: operators of one run may run in parallel; any other number: one after the other.")
      .Field("enable_fp16", &OrtBackendOption::enable_fp16, "Kept for 1.x; has no effect.")
      .Field("optimized_model_filepath", &OrtBackendOption::optimized_model_filepath,
             "File to write the optimised model to; '': it is not written.")
      .Field("ort_disabled_ops", &OrtBackendOption::ort_disabled_ops_,
             "Kept for 1.x; has no effect.")
      .Class()
      .def("disable_ort_fp16_op_types", &OrtBackendOption::DisableOrtFP16OpTypes, nb::arg("ops"),
           "Kept for 1.x; has no effect.");
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

/// Calls a Python function with the model's file and its inputs, as copies. An exception of it
/// becomes an Error, since the caller may be a thread of the library.
InputObserver ObserverOf(nb::object function) {
  // Copied and destroyed on threads that do not have the GIL.
  const std::shared_ptr<nb::object> shared(new nb::object(std::move(function)),
                                           [](nb::object* owned) {
                                             const TakenGil gil;
                                             delete owned;
                                           });
  return [shared](const std::string& model_file, std::span<const FDTensor> inputs) {
    const TakenGil gil;
    try {
      nb::dict arrays;
      for (const FDTensor& input : inputs) {
        Tensor copy;
        copy.Assign(input);
        arrays[input.name.c_str()] = copy.Numpy().object;
      }
      (*shared)(model_file, arrays);
    } catch (const nb::python_error& error) {
      throw Error(ErrorKind::kRuntime, std::string("the observer of inputs: ") + error.what());
    }
  };
}

/// All options, one a line, in the form of 1.x.
std::string Print(const nb::handle& self) {
  std::string text = "RuntimeOption(\n";
  for (const auto& [name, value] : Fields<RuntimeOption>::Printed(self)) {
    const bool secret = name == "encryption_key" && value.size() > 2;  // '' is none
    text += "  " + name + " : " + (secret ? "'...'" : value) + "\t\n";
  }
  return text + ")";
}

}  // namespace

void BindOption(nb::module_& module) {
  using Option = RuntimeOption;
  BindEnums(module);
  BindOpenVINO(module);
  BindOnnxRuntime(module);
  BindAbsentOptions(module);
  Fields<Option> fields(module, "RuntimeOption",
                        "Which model to load and how to run it. Models copy the option, so it can "
                        "be changed and used again. The values are checked when a model is loaded, "
                        "not by the setters.",
                        &Print);
  fields
      .Property("model_file", &PathOrBytes<&Option::model_file>,
                &SetPathOrBytes<&Option::model_file>,
                "Path of the model file, or its bytes after set_model_buffer.")
      .Property("params_file", &PathOrBytes<&Option::params_file>,
                &SetPathOrBytes<&Option::params_file>,
                "Path of the parameters, or their bytes. '': the file of the same name beside the "
                "model, if its format has one.")
      .Field("model_from_memory", &Option::model_from_memory_,
             "Whether model_file and params_file are bytes; see set_model_buffer.")
      .Field("model_format", &Option::model_format)
      .Field("backend", &Option::backend)
      .Field("device", &Option::device)
      .Field("device_id", &Option::device_id)
      .Field("cpu_thread_num", &Option::cpu_thread_num,
             "Threads of one model, all of its clones together; -1: every core.")
      .Field("input_shapes", &Option::input_shapes,
             "Shapes to fix when the model is loaded, by input name; -1 stays dynamic. The name '' "
             "stands for the input of a model that has only one.")
      .Field("share_weights", &Option::share_weights,
             "Share the weights with other processes; see enable_weight_sharing.")
      .Field("use_compiled_cache", &Option::use_compiled_cache,
             "Keep compiled models in a cache; see enable_compiled_cache.")
      .Field("cache_folder", &Option::cache_folder,
             "Folder for shared weights and, in its folder 'compiled', for compiled models; '': "
             "folders of the user's cache.")
      .Field("openvino_option", &Option::openvino_option)
      .Field("ort_option", &Option::ort_option)
      .Field("trt_option", &Option::trt_option)
      .Field("paddle_infer_option", &Option::paddle_infer_option)
      .Field("paddle_lite_option", &Option::paddle_lite_option)
      .Field("poros_option", &Option::poros_option)
      .Field("rknpu2_option", &Option::rknpu2_option)
      .Field("tvm_option", &Option::tvm_option)
      .Field("benchmark_option", &Option::benchmark_option)
      .Field("encryption_key", &Option::encryption_key_,
             "Loading a model with a key is an error: encrypted models are not supported.")
      .Field("_enable_pinned_memory", &Option::enable_pinned_memory)
      .Field("_enable_valid_backend_check", &Option::enable_valid_backend_check);
  fields.Class()
      .def_prop_ro(
          "_option", [](const nb::handle& self) { return nb::borrow(self); },
          nb::for_getter(nb::sig("def _option(self, /) -> RuntimeOption")), "This object.")
      .def("set_model_path", &Option::SetModelPath, nb::arg("model_path"),
           nb::arg("params_path") = "", nb::arg("model_format") = PADDLE,
           "Sets the paths of the model and its parameters.")
      .def(
          "set_model_buffer",
          [](Option& option, const nb::bytes& model,
             const std::variant<nb::bytes, std::string>& params, ModelFormat format) {
            const auto* bytes = std::get_if<nb::bytes>(&params);
            option.SetModelBuffer({model.c_str(), model.size()},
                                  bytes == nullptr ? std::get<std::string>(params)
                                                   : std::string(bytes->c_str(), bytes->size()),
                                  format);
          },
          nb::arg("model_buffer"), nb::arg("params_buffer") = "", nb::arg("model_format") = PADDLE,
          "Takes the model and its parameters as bytes, in place of paths.")
      .def("use_cpu", &Option::UseCpu)
      .def("use_gpu", &Option::UseGpu, nb::arg("device_id") = 0)
      .def("use_ascend", &Option::UseAscend)
      .def("use_sophgo", &Option::UseSophgo)
      .def("use_ipu", &Option::UseIpu, nb::arg("device_num") = 1, nb::arg("micro_batch_size") = 1,
           nb::arg("enable_pipelining") = false, nb::arg("batches_per_step") = 1)
      .def(
          "use_rknpu2",
          [](Option& option, int name, int core) {
            option.UseRKNPU2(static_cast<rknpu2::CpuName>(name),
                             static_cast<rknpu2::CoreMask>(core));
          },
          nb::arg("rknpu2_name") = static_cast<int>(rknpu2::RK3588),
          nb::arg("rknpu2_core") = static_cast<int>(rknpu2::RKNN_NPU_CORE_0))
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
           "Sets cpu_thread_num: the threads of one model, all of its clones together; -1: every "
           "core.")
      .def("set_input_shape", &Option::SetInputShape, nb::arg("name"), nb::arg("shape"),
           "Fixes one input's shape; see input_shapes.")
      .def("enable_weight_sharing", &Option::EnableWeightSharing, nb::arg("cache_dir") = "",
           "Lets all processes that load this model share one copy of its weights: they map files "
           "in cache_dir ('': the user's cache), written by the first process to load the model. "
           "Needs ONNX Runtime, which is chosen unless another backend is set.")
      .def("disable_weight_sharing", &Option::DisableWeightSharing)
      .def(
          "enable_compiled_cache", &Option::EnableCompiledCache, nb::arg("cache_dir") = "",
          "Keeps what OpenVINO has compiled in cache_dir ('': the user's cache), on by default: "
          "the "
          "model is loaded faster the next time and takes less memory. The folder keeps up to 2 "
          "GiB. The environment variable FASTDEPLOY_COMPILED_CACHE is a folder in place of that of "
          "the user's cache, or 'off'.")
      .def("disable_compiled_cache", &Option::DisableCompiledCache)
      .def(
          "set_input_observer",
          [](Option& option, nb::object observer) {
            option.input_observer = observer.is_none() ? nullptr : ObserverOf(std::move(observer));
          },
          nb::arg("observer").none(),
          nb::sig("def set_input_observer(self, observer: collections.abc.Callable[[str, dict[str, "
                  "numpy.typing.NDArray[typing.Any]]], None] | None) -> None"),
          "Has `observer` called before every run of the network, with the model's file and its "
          "inputs by name, from any thread; None: no longer. A pipeline calls it for each of its "
          "models. What it raises ends that run. It is not pickled.")
      .def("enable_pinned_memory", &Option::EnablePinnedMemory)
      .def("disable_pinned_memory", &Option::DisablePinnedMemory)
      .def("enable_valid_backend_check", &Option::EnableValidBackendCheck)
      .def("disable_valid_backend_check", &Option::DisableValidBackendCheck);
  BindOlderNames(fields.Class());
}

}  // namespace fastdeploy::python
