// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/models.h"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime.h"
#include "fastdeploy/runtime/model_folder.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void PrintTensors(const char* what, const std::vector<TensorInfo>& infos) {
  for (const TensorInfo& info : infos) {
    fmt::print("  {} {} {} [{}]\n", what, info.name, Str(info.dtype), fmt::join(info.shape, ", "));
  }
}

void PrintModel(const std::string& model, const std::string& params) {
  RuntimeOption option;
  option.SetModelPath(model, params, AUTOREC);
  const Runtime runtime = Runtime::Load(option);
  fmt::print("{}\n  backend {}\n", model, Str(runtime.option.backend));
  PrintTensors("input ", runtime.GetInputInfos());
  PrintTensors("output", runtime.GetOutputInfos());
}

}  // namespace

std::string ModelsFolder() {
  if (std::string folder = Environment("FASTDEPLOY_MODELS"); !folder.empty()) return folder;
  const std::string cache = Environment("XDG_CACHE_HOME");
  const fs::path base = cache.empty() ? fs::path(Environment("HOME")) / ".cache" : fs::path(cache);
  return (base / "fastdeploy" / "models").string();
}

std::string ResolveModel(const std::string& name) {
  if (fs::is_directory(name)) return name;
  const fs::path fetched = fs::path(ModelsFolder()) / name;
  if (!name.empty() && fs::is_directory(fetched)) return fetched.string();
  const auto known = KnownModels();
  const bool fetchable =
      std::any_of(known.begin(), known.end(), [&](const auto& row) { return row.name == name; });
  throw Error(ErrorKind::kNotFound,
              fmt::format("model '{}' is neither a folder nor in {}{}", name, ModelsFolder(),
                          fetchable ? fmt::format("; fetch it: ./dev models {}", name)
                                    : "; `fastdeploy models` lists those known"));
}

void ListModels() {
  fmt::print("models in {}:\n", ModelsFolder());
  for (const KnownModel& row : KnownModels()) {
    const bool here = fs::is_directory(fs::path(ModelsFolder()) / row.name);
    fmt::print("  {:16} {:4} {}\n", row.name, here ? "here" : "-", row.description);
  }
}

void PrintInfo(const std::string& model, const std::string& params) {
  if (fs::is_regular_file(model)) return PrintModel(model, params);
  const std::string folder = ResolveModel(model);
  bool found = false;
  for (const char* part : {"det", "cls", "rec"}) {
    const fs::path path = fs::path(folder) / part;
    if (!fs::is_directory(path)) continue;
    const ModelFolder files = FindModelFolder(path.string());
    PrintModel(files.model, files.params);
    found = true;
  }
  if (found) return;
  const ModelFolder files = FindModelFolder(folder);
  PrintModel(files.model, files.params);
}

}  // namespace fastdeploy::cli
