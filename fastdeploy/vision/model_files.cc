// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/model_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/folder.h"

namespace fastdeploy::vision {
namespace {

namespace fs = std::filesystem;

/// The extensions of a format's model file and parameter file ("": the model contains them).
struct Format {
  std::string_view model;
  std::string_view params;
};
constexpr Format kFormats[] = {
    {.model = ".pdmodel", .params = ".pdiparams"},
    {.model = ".onnx", .params = ""},
    {.model = ".xml", .params = ".bin"},
};
// Model folders often contain other .json files, so Paddle 3's must have one of its usual names.
constexpr std::array<std::string_view, 2> kPirNames = {"inference.json", "model.json"};
// PaddleX 1's names.
constexpr std::string_view kOldModel = "__model__";
constexpr std::string_view kOldParams = "__params__";
constexpr std::array<std::string_view, 5> kConfigs = {"inference.yml", "inference_cls.yaml",
                                                      "infer_cfg.yml", "deploy.yaml", "model.yml"};

using Files = std::vector<fs::path>;

Files FilesOf(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    throw Error(ErrorKind::kNotFound, fmt::format("model folder '{}' does not exist", folder));
  }
  Files files;
  for (const auto& entry : EntriesOf(folder, &error)) {
    if (entry.path().filename().string().starts_with('.')) continue;  // "._x.onnx" of macOS
    std::error_code broken_link;
    if (entry.is_regular_file(broken_link)) files.push_back(entry.path());
  }
  if (error) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot read model folder '{}': {}", folder, error.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

Files WithExtension(const Files& files, std::string_view extension) {
  Files found;
  for (const fs::path& file : files) {
    if (file.extension() == extension) found.push_back(file);
  }
  return found;
}

bool Contains(const Files& files, const fs::path& path) {
  return std::ranges::find(files, path) != files.end();
}

/// The only one of `files`, or the one called `inference` or `model`; "" if `files` is empty.
fs::path ChooseModel(const std::string& folder, const Files& files) {
  if (files.empty()) return {};
  if (files.size() == 1) return files.front();
  for (const std::string_view name : {"inference", "model"}) {
    for (const fs::path& file : files) {
      if (file.stem() == name) return file;
    }
  }
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("model folder '{}' holds {} models ({}, {}, ...), and none of them is "
                          "called inference or model: give the path of one of these files",
                          folder, files.size(), files[0].filename().string(),
                          files[1].filename().string()));
}

std::string FindParams(const std::string& folder, const Files& files, const fs::path& model,
                       std::string_view extension) {
  if (extension.empty()) return "";
  const Files found = WithExtension(files, extension);
  for (const fs::path& file : found) {
    if (file.stem() == model.stem()) return file.string();
  }
  if (found.size() == 1) return found.front().string();
  throw Error(found.empty() ? ErrorKind::kNotFound : ErrorKind::kInvalidArgument,
              fmt::format("model folder '{}' holds {} for {}: expected {}{}", folder,
                          found.empty() ? "no parameters" : "several parameter files, but none",
                          model.filename().string(), model.stem().string(), extension));
}

}  // namespace

std::string FindConfig(const std::string& folder) {
  for (const std::string_view name : kConfigs) {
    const fs::path path = fs::path(folder) / name;
    std::error_code error;
    if (fs::is_regular_file(path, error)) return path.string();
  }
  return "";
}

ModelFiles FindModelFolder(const std::string& folder) {
  const Files files = FilesOf(folder);
  ModelFiles found = {.config = FindConfig(folder), .folder = folder};
  for (const Format& format : kFormats) {
    const fs::path model = ChooseModel(folder, WithExtension(files, format.model));
    if (model.empty()) continue;
    found.model = model.string();
    found.params = FindParams(folder, files, model, format.params);
    return found;
  }
  for (const std::string_view name : kPirNames) {
    const fs::path pir = fs::path(folder) / name;
    if (!Contains(files, pir)) continue;
    found.model = pir.string();
    found.params = FindParams(folder, files, pir, ".pdiparams");
    return found;
  }
  if (Contains(files, fs::path(folder) / kOldModel)) {
    const fs::path params = fs::path(folder) / kOldParams;
    if (!Contains(files, params)) {
      throw Error(ErrorKind::kNotFound,
                  fmt::format("model folder '{}' holds no parameters for {}: expected {}", folder,
                              kOldModel, kOldParams));
    }
    found.model = (fs::path(folder) / kOldModel).string();
    found.params = params.string();
    return found;
  }
  throw Error(
      ErrorKind::kNotFound,
      fmt::format("model folder '{}' holds no model: expected a *.pdmodel, *.onnx, *.xml or {}",
                  folder, kPirNames[0]));
}

ModelFiles FindModel(const std::string& model, const std::string& params,
                     const std::string& config) {
  std::error_code error;
  ModelFiles found;
  if (fs::is_directory(model, error)) {
    found = FindModelFolder(model);
  } else {
    found.model = model;
    found.config = FindConfig(fs::path(model).parent_path().string());
  }
  if (!params.empty()) found.params = params;
  if (!config.empty()) found.config = config;
  return found;
}

const std::string& RequireConfig(const ModelFiles& files) {
  if (!files.config.empty()) return files.config;
  std::error_code error;
  if (!files.model.empty() && !fs::exists(files.model, error)) {
    throw Error(ErrorKind::kNotFound, fmt::format("model '{}' does not exist", files.model));
  }
  throw Error(ErrorKind::kNotFound,
              fmt::format("model '{}' has no YAML file beside it that defines how to prepare "
                          "images: expected one of {}",
                          files.model, fmt::join(kConfigs, ", ")));
}

}  // namespace fastdeploy::vision
