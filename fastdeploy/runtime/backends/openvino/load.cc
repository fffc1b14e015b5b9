// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/load.h"

#include <fmt/format.h>
#include <malloc.h>

#include <nlohmann/json.hpp>
#include <openvino/core/version.hpp>
#include <optional>
#include <string>
#include <thread>

#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/core/write_file.h"
#include "fastdeploy/runtime/backends/openvino/blob.h"
#include "fastdeploy/runtime/backends/openvino/tbb_limit.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/compiled_cache.h"
#include "fastdeploy/runtime/internal/resolved_options.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

// The files of an entry.
constexpr const char* kModel = "model.blob";
constexpr const char* kForOneCaller = "one_caller.blob";
/// How it was compiled: "config", OpenVINO's properties as texts; "one_caller", whether there is
/// the second blob.
constexpr const char* kNotes = "notes.json";

/// All that the result of CompileWithOpenVINO depends on besides the model, the CPU and this build.
std::string SettingsOf(const RuntimeOption& option) {
  const OpenVINOBackendOption& openvino = option.openvino_option;
  return nlohmann::json{
      {"threads", NumThreads(option, openvino.cpu_thread_num)},
      {"threads_are_set", CpuThreads(option, openvino.cpu_thread_num) != -1},
      {"cores", AvailableCores()},
      {"cores_of_machine", std::thread::hardware_concurrency()},
      {"most_threads", GetMaxThreads()},
      {"streams", OpenVINOStreams(option)},
      {"affinity", openvino.affinity},
      {"hint", openvino.hint},
      {"precision", openvino.inference_precision},
      {"shapes", {option.input_shapes, openvino.shape_infos, option.usual_input_shapes}}}
      .dump();
}

/// OpenVINO's other devices and its own cache have their own ways.
std::optional<CompiledEntry> EntryOf(const ModelFile& file, const RuntimeOption& option) {
  const OpenVINOBackendOption& openvino = option.openvino_option;
  if (openvino.device != "CPU" || !openvino.cache_dir.empty()) return std::nullopt;
  const std::string version = ov::get_openvino_version().buildNumber;
  return CompiledEntry::Of(file, option, {"OpenVINO", version, SettingsOf(option)});
}

void Write(const CompiledModels& compiled, const ov::AnyMap& config,
           const std::filesystem::path& folder) {
  nlohmann::json notes = {{"one_caller", compiled.for_one_caller.has_value()}};
  for (const auto& [name, value] : config) notes["config"][name] = value.as<std::string>();
  WriteBlob(compiled.model, (folder / kModel).string());
  if (compiled.for_one_caller) {
    WriteBlob(*compiled.for_one_caller, (folder / kForOneCaller).string());
  }
  WriteFile((folder / kNotes).string(), notes.dump(1));
}

/// Throws what OpenVINO throws, or std::exception.
CompiledModels Open(const CompiledEntry& entry) {
  const auto notes = nlohmann::json::parse(ReadTextFile(entry.File(kNotes).string()));
  ov::AnyMap config;
  for (const auto& [name, value] : notes.at("config").items()) {
    config[name] = value.get<std::string>();
  }
  CompiledModels compiled = {.model = OpenBlob(entry.File(kModel).string(), config),
                             .for_one_caller = std::nullopt};
  if (notes.at("one_caller").get<bool>()) {
    compiled.for_one_caller = OpenBlob(entry.File(kForOneCaller).string(), ForOneCaller(config));
  }
  malloc_trim(0);  // as after compiling
  return compiled;
}

}  // namespace

CompiledModels LoadWithOpenVINO(const ModelFile& file, const RuntimeOption& option) {
  const std::optional<CompiledEntry> entry = EntryOf(file, option);
  ov::AnyMap config;
  if (entry && !entry->Has(kNotes)) {
    CompiledModels compiled = CompileWithOpenVINO(file, option, &config);
    if (!compiled.can_be_kept ||
        !entry->Make(kNotes, [&](const auto& folder) { Write(compiled, config, folder); })) {
      return compiled;
    }
  }
  if (entry) {
    try {
      LimitTbb(GetMaxThreads());
      return Open(*entry);
    } catch (const std::exception& error) {  // removed by now, or what OpenVINO cannot open
      LogWarning(
          fmt::format("cannot open the compiled '{}': {}", entry->File("").string(), error.what()));
    }
  }
  return CompileWithOpenVINO(file, option, &config);
}

}  // namespace fastdeploy
