// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/onnxruntime/load.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/folder.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/runtime/backends/onnxruntime/own_operators.h"
#include "fastdeploy/runtime/backends/onnxruntime/weight_cache.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/compiled_cache.h"
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

/// A model as ONNX Runtime reads it.
struct Source {
  explicit Source(const ModelFile& model)
      : onnx{.path = model.model_path, .bytes = model.model, .key = {model.model}} {
    if (model.format != PADDLE) return;
    // ONNX Runtime refuses weights in a link to a file elsewhere, as in Hugging Face's cache.
    std::error_code error;
    std::filesystem::path params;
    if (!model.params_path.empty()) {
      params = std::filesystem::canonical(AbsolutePath(model.params_path), error);
    }
    translated = ToOnnx(model, WeightPlace::kFile, params.filename().string());
    onnx = {.path = "", .bytes = translated.bytes, .key = {translated.bytes, model.params}};
    folder = params.parent_path().string();
  }
  Source(const Source&) = delete;  // `onnx` refers to `translated`
  Source& operator=(const Source&) = delete;
  ~Source() = default;

  OnnxModel translated;  // of a Paddle model
  OnnxSource onnx;
  std::string folder;  // of the weights, if the model is in memory
};

Ort::Session OpenOptimised(const std::string& path, const RuntimeOption& option) {
  Ort::SessionOptions options = OptionsOf(option);
  options.SetGraphOptimizationLevel(ORT_DISABLE_ALL);  // it is optimised already
  return {OnnxRuntimeEnvironment(), path.c_str(), options};
}

Ort::Session OpenShared(const ModelFile& model, const RuntimeOption& option) {
  if (option.device != CPU) {
    throw Error(
        ErrorKind::kUnsupported,
        fmt::format("processes share weights on the CPU only, not on {}", Str(option.device)));
  }
  Source source(model);
  std::vector<MappedFile> weights;  // a part of the key
  for (const std::string& path : model.external_files) {
    source.onnx.key.push_back(weights.emplace_back(path).Bytes());
  }
  return OpenOptimised(SharedModel(source.onnx, OptionsOf(option, source.folder), option), option);
}

std::optional<CompiledEntry> EntryOf(const ModelFile& model, const RuntimeOption& option) {
  if (option.device != CPU || !option.ort_option.optimized_model_filepath.empty()) {
    return std::nullopt;
  }
  const std::string version = OnnxRuntimeVersion();
  const std::string level = std::to_string(LevelOf(option.ort_option));
  return CompiledEntry::Of(model, option, {"ONNX Runtime", version, level});
}

/// From the cache of compiled models, which it is put into first if it is not there. None if it is
/// not kept there. Throws Ort::Exception if it is the model or the cache that cannot be used.
std::optional<Ort::Session> OpenKept(const ModelFile& model, const RuntimeOption& option) {
  const std::optional<CompiledEntry> entry = EntryOf(model, option);
  if (!entry) return std::nullopt;
  if (!entry->Has(kOptimisedModel)) {
    const Source source(model);
    const bool made = entry->Make(kOptimisedModel, [&](const auto& folder) {
      WriteOptimised(folder, source.onnx, OptionsOf(option, source.folder));
    });
    if (!made) return std::nullopt;
  }
  return OpenOptimised(entry->File(kOptimisedModel).string(), option);
}

Ort::Session OpenAlone(const ModelFile& model, const RuntimeOption& option) {
  std::string reason;
  try {
    if (auto kept = OpenKept(model, option)) return std::move(*kept);
  } catch (const Ort::Exception& error) {
    reason = error.what();
  }
  const Source source(model);
  Ort::Session session = Open(source.onnx, OptionsOf(option, source.folder));
  if (!reason.empty()) CompiledEntry::Warn(reason);
  return session;
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
  Ort::Session session =
      option.share_weights ? OpenShared(model, option) : OpenAlone(model, option);
  malloc_trim(0);  // reading leaves about the size of the weights as freed heap: return it
  return session;
}

}  // namespace fastdeploy
