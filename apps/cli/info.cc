// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/info.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>
#include <vector>

#include "apps/cli/models.h"
#include "apps/cli/output.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime.h"
#include "fastdeploy/runtime/model_tools.h"
#include "fastdeploy/vision/family.h"
#include "fastdeploy/vision/model_files.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

void PrintRow(const char* name, const std::string& value) {
  Print(fmt::format("  {:11} {}\n", name, value));
}

/// "OPENVINO" for "Backend::OPENVINO".
std::string Plain(const std::string& name) { return name.substr(name.rfind(':') + 1); }

std::string Text(const TensorInfo& info) {
  std::vector<std::string> dims;
  for (const int dim : info.shape) dims.push_back(dim == -1 ? "?" : std::to_string(dim));
  return fmt::format("{}: {} [{}]", info.name, Plain(Str(info.dtype)), fmt::join(dims, ", "));
}

/// "conv2d 53, relu 49, ...", the most frequent first.
std::string Text(const std::map<std::string, size_t>& operators) {
  std::vector<std::pair<std::string, size_t>> sorted(operators.begin(), operators.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> words;
  words.reserve(sorted.size());
  for (const auto& [name, count] : sorted) words.push_back(fmt::format("{} {}", name, count));
  return fmt::format("{}", fmt::join(words, ", "));
}

void PrintModel(const vision::ModelFiles& files) {
  RuntimeOption option;
  option.SetModelPath(files.model, files.params, AUTOREC);
  Print(files.model + "\n");
  if (!files.config.empty()) {
    PrintRow("config", files.config);
    PrintRow("family", vision::FamilyOfFolder(fs::path(files.config).parent_path().string()));
  }
  const ModelDescription description = DescribeModel(option);
  if (!description.params_path.empty()) PrintRow("parameters", description.params_path);
  PrintRow("format", description.format);
  if (!description.version.empty()) PrintRow("version", description.version);
  PrintRow("operators", Text(description.operators));
  PrintRow("backends", description.backends.empty()
                           ? "none"
                           : fmt::format("{}", fmt::join(description.backends, ", ")));
  const auto start = std::chrono::steady_clock::now();
  const Runtime runtime = Runtime::Load(option);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  PrintRow("loaded by", Plain(Str(runtime.option.backend)));
  for (const TensorInfo& info : runtime.GetInputInfos()) PrintRow("input", Text(info));
  for (const TensorInfo& info : runtime.GetOutputInfos()) PrintRow("output", Text(info));
  PrintRow("loads", fmt::format("in {:.2f} s", seconds.count()));
}

}  // namespace

void PrintInfo(const std::string& model, const std::string& params) {
  std::error_code error;
  if (fs::is_regular_file(model, error)) return PrintModel({.model = model, .params = params});
  const fs::path folder = ResolveModel(model);
  if (!fs::is_directory(folder / "det", error)) return PrintModel(vision::FindModelFolder(folder));
  for (const char* part : {"det", "cls", "rec"}) {
    if (fs::is_directory(folder / part, error)) PrintModel(vision::FindModelFolder(folder / part));
  }
}

}  // namespace fastdeploy::cli
