// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/info.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <filesystem>
#include <vector>

#include "apps/cli/models.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/model_folder.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

void PrintRow(const char* name, const std::string& value) {
  fmt::print("  {:11} {}\n", name, value);
}

/// "OPENVINO" of "Backend::OPENVINO".
std::string Plain(const std::string& name) { return name.substr(name.rfind(':') + 1); }

std::string Text(const TensorInfo& info) {
  std::vector<std::string> dims;
  for (const int dim : info.shape) dims.push_back(dim == -1 ? "?" : std::to_string(dim));
  return fmt::format("{}: {} [{}]", info.name, Plain(Str(info.dtype)), fmt::join(dims, ", "));
}

void PrintModel(const ModelFolder& files) {
  RuntimeOption option;
  option.SetModelPath(files.model, files.params, AUTOREC);
  fmt::print("{}\n", files.model);
  if (!files.config.empty()) PrintRow("config", files.config);
  const ModelFile file = OpenModelFile(option);
  if (!file.params_path.empty()) PrintRow("parameters", file.params_path);
  PrintRow("format", Plain(Str(file.format)));
  const auto start = std::chrono::steady_clock::now();
  const Runtime runtime = Runtime::Load(option);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  PrintRow("backend", Plain(Str(runtime.option.backend)));
  for (const TensorInfo& info : runtime.GetInputInfos()) PrintRow("input", Text(info));
  for (const TensorInfo& info : runtime.GetOutputInfos()) PrintRow("output", Text(info));
  PrintRow("loads", fmt::format("in {:.2f} s", seconds.count()));
}

}  // namespace

void PrintInfo(const std::string& model, const std::string& params) {
  std::error_code error;
  if (fs::is_regular_file(model, error)) return PrintModel({model, params, ""});
  const fs::path folder = ResolveModel(model);
  if (!fs::is_directory(folder / "det", error)) return PrintModel(FindModelFolder(folder));
  for (const char* part : {"det", "cls", "rec"}) {
    if (fs::is_directory(folder / part, error)) PrintModel(FindModelFolder(folder / part));
  }
}

}  // namespace fastdeploy::cli
