// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/model_tools.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

#include "fastdeploy/core/current_error.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/folder.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/core/write_file.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/formats/describe.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {

namespace fs = std::filesystem;

ModelDescription DescribeModel(const RuntimeOption& option) {
  return AsErrors([&] {
    const ModelFile file = OpenModelFile(option);
    ModelDescription description = DescribeModel(file);
    description.params_path = file.params_path;
    for (const BackendRow* row : BackendRows()) {
      if (row->reads(file.format)) description.backends.emplace_back(row->name);
    }
    return description;
  });
}

namespace {

void RequireAbsent(const fs::path& path, const ConvertOptions& how) {
  std::error_code error;
  if (!how.replace && fs::exists(path, error)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("'{}' exists already; --force replaces it", path.string()));
  }
}

ConvertedModel Convert(const RuntimeOption& option, const std::string& target,
                       const ConvertOptions& how) {
  const ModelFile file = OpenModelFile(option);
  if (file.format != PADDLE) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("{} cannot be converted: expected a Paddle model", file.Name()));
  }
  const fs::path path = AbsolutePath(target);
  RequireAbsent(path, how);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) {
    throw Error(ErrorKind::kNotFound, fmt::format("cannot create folder '{}': {}",
                                                  path.parent_path().string(), error.message()));
  }
  OnnxModel onnx;
  try {
    onnx = ToOnnx(file, how.external_weights ? WeightPlace::kFile : WeightPlace::kInside);
  } catch (const Error& failed) {
    throw failed.Within("cannot convert " + file.Name());
  }
  ConvertedModel converted = {
      .files = {path.string()},
      .own_operators = {onnx.own_operators.begin(), onnx.own_operators.end()}};
  if (how.external_weights && !file.params_path.empty()) {
    const fs::path weights = path.parent_path() / fs::path(file.params_path).filename();
    if (!fs::equivalent(file.params_path, weights, error)) {
      RequireAbsent(weights, how);
      WriteFile(weights.string(), file.params);
    }
    converted.files.push_back(weights.string());
  }
  WriteFile(path.string(), onnx.bytes);
  if (!converted.own_operators.empty()) {
    LogWarning(fmt::format("only FastDeploy runs '{}', since ONNX lacks its operators {}",
                           path.string(), fmt::join(converted.own_operators, ", ")));
  }
  return converted;
}

}  // namespace

ConvertedModel ConvertModel(const RuntimeOption& option, const std::string& target,
                            const ConvertOptions& how) {
  return AsErrors([&] { return Convert(option, target, how); });
}

}  // namespace fastdeploy
