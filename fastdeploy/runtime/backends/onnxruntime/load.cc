// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/onnxruntime/load.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/folder.h"
#include "fastdeploy/runtime/backends/onnxruntime/own_operators.h"
#include "fastdeploy/runtime/backends/onnxruntime/weight_cache.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/cpu.h"
#include "fastdeploy/runtime/internal/resolved_options.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

constexpr const char* kCuda = "CUDAExecutionProvider";

GraphOptimizationLevel LevelOf(const OrtBackendOption& option) {
  switch (option.graph_optimization_level) {
    case 0:
      return ORT_DISABLE_ALL;
    case 1:
      return ORT_ENABLE_BASIC;
    case 2:
      return ORT_ENABLE_EXTENDED;
    default:
      return ORT_ENABLE_ALL;
  }
}

/// Options of a session; `folder` is that of the weights of a model in memory.
Ort::SessionOptions OptionsOf(const RuntimeOption& option, const std::string& folder = "") {
  const OrtBackendOption& ort = option.ort_option;
  Ort::SessionOptions options;
  options.Add(OwnOperators());
  if (!folder.empty()) {
    options.AddConfigEntry("session.model_external_initializers_file_folder_path", folder.c_str());
  }
  options.SetIntraOpNumThreads(NumThreads(option, ort.intra_op_num_threads));
  if (ort.inter_op_num_threads > 0) {
    options.SetInterOpNumThreads(WithinMaxThreads(ort.inter_op_num_threads));
  }
  options.SetExecutionMode(ort.execution_mode == 1 ? ORT_PARALLEL : ORT_SEQUENTIAL);
  options.SetGraphOptimizationLevel(LevelOf(ort));
  // ONNX Runtime would keep a memory plan for every input shape, beside the memory of the first
  // run.
  options.DisableMemPattern();
  // Threads that spin while they wait for work take cores from pre- and postprocessing.
  options.AddConfigEntry("session.intra_op.allow_spinning", "0");
  options.AddConfigEntry("session.inter_op.allow_spinning", "0");
  // Products of int8 weights in float32: ONNX Runtime's own choice is off by half a percent.
  options.AddConfigEntry("session.qdq_matmulnbits_accuracy_level", "1");
  // It would store float32 weights between quantised values in 8 bits, one scale for all of them.
  options.AddConfigEntry("optimization.disable_specified_optimizers", "WeightBiasQuantization");
  // Quantised values stay as they are, but are multiplied in float32.
  if (!HasExactInt8()) options.AddConfigEntry("session.disable_quant_qdq", "1");
  if (!ort.optimized_model_filepath.empty()) {
    options.SetOptimizedModelFilePath(ort.optimized_model_filepath.c_str());
  }
  if (option.device == GPU) {
    OrtCUDAProviderOptions cuda;
    cuda.device_id = option.device_id;
    options.AppendExecutionProvider_CUDA(cuda);
  }
  return options;
}

}  // namespace

bool RunsOnWithOnnxRuntime(Device device) {
  if (device == CPU) return true;
  if (device != GPU) return false;
  try {
    LoadOnnxRuntime();
  } catch (const Error&) {
    return false;
  }
  const std::vector<std::string> providers = Ort::GetAvailableProviders();
  return std::ranges::find(providers, kCuda) != providers.end();
}

Ort::Session LoadWithOnnxRuntime(const ModelFile& model, const RuntimeOption& option) {
  LoadOnnxRuntime();
  OnnxModel translated;
  OnnxSource source = {.path = model.model_path, .bytes = model.model, .key = {model.model}};
  std::string folder;
  if (model.format == PADDLE) {
    // ONNX Runtime refuses weights in a link to a file elsewhere, as in Hugging Face's cache.
    std::error_code error;
    std::filesystem::path params;
    if (!model.params_path.empty()) {
      params = std::filesystem::canonical(AbsolutePath(model.params_path), error);
    }
    translated = ToOnnx(model, WeightPlace::kFile, params.filename().string());
    source = {.path = "", .bytes = translated.bytes, .key = {translated.bytes, model.params}};
    folder = params.parent_path().string();
  }
  if (option.share_weights) {
    if (option.device != CPU) {
      throw Error(
          ErrorKind::kUnsupported,
          fmt::format("processes share weights on the CPU only, not on {}", Str(option.device)));
    }
    std::vector<MappedFile> weights;  // a part of the key
    for (const std::string& path : model.external_files) {
      source.key.push_back(weights.emplace_back(path).Bytes());
    }
    const std::string shared = SharedModel(source, OptionsOf(option, folder), option);
    Ort::SessionOptions options = OptionsOf(option);
    options.SetGraphOptimizationLevel(ORT_DISABLE_ALL);  // the cached model is optimised already
    Ort::Session session(OnnxRuntimeEnvironment(), shared.c_str(), options);
    malloc_trim(0);
    return session;
  }
  Ort::Session session = Open(source, OptionsOf(option, folder));
  malloc_trim(0);  // reading leaves about the size of the weights as freed heap: return it
  return session;
}

}  // namespace fastdeploy
