// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/model_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kModelEndings = {".pdmodel", ".onnx", ".xml"};
constexpr std::array<std::string_view, 4> kConfigs = {"inference.yml", "inference_cls.yaml",
                                                      "infer_cfg.yml", "deploy.yaml"};

std::vector<fs::path> FilesEndingWith(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ending) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

fs::path FindModel(const fs::path& folder) {
  for (const std::string_view ending : kModelEndings) {
    const std::vector<fs::path> files = FilesEndingWith(folder, ending);
    if (files.size() == 1) return files.front();
    for (const fs::path& file : files) {
      if (file.stem() == "inference" || file.stem() == "model") return file;
    }
    if (files.size() > 1) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("folder '{}' holds {} models ({}, {}, ...): name one of them",
                              folder.string(), files.size(), files[0].filename().string(),
                              files[1].filename().string()));
    }
  }
  throw Error(
      ErrorKind::kNotFound,
      fmt::format("folder '{}' holds no model (*.pdmodel, *.onnx or *.xml)", folder.string()));
}

}  // namespace

ModelFolder FindModelFolder(const std::string& folder) {
  if (!fs::is_directory(folder)) {
    throw Error(ErrorKind::kNotFound, fmt::format("folder '{}' is not there", folder));
  }
  ModelFolder found;
  const fs::path model = FindModel(folder);
  found.model = model.string();
  for (const char* ending : {".pdiparams", ".bin"}) {
    const fs::path params = fs::path(model).replace_extension(ending);
    if (fs::exists(params)) found.params = params.string();
  }
  for (const std::string_view config : kConfigs) {
    const fs::path path = fs::path(folder) / config;
    if (found.config.empty() && fs::exists(path)) found.config = path.string();
  }
  return found;
}

}  // namespace fastdeploy
