// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/onnxruntime/load.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <thread>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/runtime/backends/onnxruntime/convert.h"
#include "fastdeploy/runtime/backends/onnxruntime/weight_cache.h"
#include "fastdeploy/runtime/formats/model_file.h"
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

Ort::SessionOptions OptionsOf(const RuntimeOption& option) {
  const OrtBackendOption& ort = option.ort_option;
  Ort::SessionOptions options;
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = CpuThreads(option, ort.intra_op_num_threads);
  options.SetIntraOpNumThreads(threads > 0 ? threads : cores);
  if (ort.inter_op_num_threads > 0) options.SetInterOpNumThreads(ort.inter_op_num_threads);
  options.SetExecutionMode(ort.execution_mode == 1 ? ORT_PARALLEL : ORT_SEQUENTIAL);
  options.SetGraphOptimizationLevel(LevelOf(ort));
  // ONNX Runtime would keep a memory plan for every input shape, beside the memory of the first
  // run.
  options.DisableMemPattern();
  // Threads that spin while they wait for work take cores from pre- and postprocessing.
  options.AddConfigEntry("session.intra_op.allow_spinning", "0");
  options.AddConfigEntry("session.inter_op.allow_spinning", "0");
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

Ort::Session Open(std::string_view onnx, const RuntimeOption& option) {
  return {OnnxRuntimeEnvironment(), onnx.data(), onnx.size(), OptionsOf(option)};
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
  std::optional<MappedFile> converted;
  std::string_view onnx = model.model;
  std::string path = model.model_path;
  if (model.format == PADDLE) {
    path = ConvertedToOnnx(model, option);
    converted.emplace(path);
    onnx = converted->Bytes();
  }
  if (option.share_weights) {
    if (option.device != CPU) {
      throw Error(
          ErrorKind::kUnsupported,
          fmt::format("processes share weights on the CPU only, not on {}", Str(option.device)));
    }
    const std::string shared = SharedModel(onnx, path, OptionsOf(option), option);
    Ort::SessionOptions options = OptionsOf(option);
    options.SetGraphOptimizationLevel(ORT_DISABLE_ALL);  // the cached model is optimised already
    Ort::Session session(OnnxRuntimeEnvironment(), shared.c_str(), options);
    malloc_trim(0);
    return session;
  }
  // From its path if it has one: the weights may be in files beside it.
  Ort::Session session =
      path.empty() ? Open(onnx, option)
                   : Ort::Session(OnnxRuntimeEnvironment(), path.c_str(), OptionsOf(option));
  malloc_trim(0);  // reading leaves about the size of the weights as freed heap: return it
  return session;
}

}  // namespace fastdeploy
