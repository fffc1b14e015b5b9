// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/model_tools.h"

#include <fmt/format.h>

#include <filesystem>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/scratch_folder.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/formats/describe.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/paddle2onnx.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {

namespace fs = std::filesystem;

ModelDescription DescribeModel(const RuntimeOption& option) {
  const ModelFile file = OpenModelFile(option);
  ModelDescription description = DescribeModel(file);
  description.params_path = file.params_path;
  for (const BackendRow* row : BackendRows()) {
    if (row->reads(file.format)) description.backends.emplace_back(row->name);
  }
  return description;
}

void ConvertModel(const RuntimeOption& option, const std::string& format, const std::string& target,
                  bool replace, const std::string& paddle2onnx) {
  if (format != "onnx" && format != "pdmodel") {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("unknown format '{}': expected onnx or pdmodel", format));
  }
  const ModelFile file = OpenModelFile(option);
  if (file.format != PADDLE || (format == "pdmodel" && file.pir.empty())) {
    throw Error(
        ErrorKind::kInvalidArgument,
        fmt::format("{} cannot be converted to {}: expected a Paddle model, and for pdmodel "
                    "one of Paddle 3 (inference.json)",
                    file.Name(), format));
  }
  const fs::path path = fs::absolute(target);
  std::error_code error;
  if (!replace && fs::exists(path, error)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("'{}' exists already; --force replaces it", target));
  }
  fs::create_directories(path.parent_path(), error);
  if (error) {
    throw Error(ErrorKind::kNotFound, fmt::format("cannot make folder '{}': {}",
                                                  path.parent_path().string(), error.message()));
  }
  if (format == "pdmodel") {
    WriteFile(path, file.model);
  } else {
    WriteOnnx(file, path.string(), paddle2onnx);
  }
}

}  // namespace fastdeploy
