// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/convert.h"

#include <fmt/format.h>

#include <filesystem>

#include "apps/cli/models.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/scratch_folder.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/paddle2onnx.h"
#include "fastdeploy/vision/model_files.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

/// Copies a file into a folder, unless it is there already.
void CopyInto(const std::string& file, const fs::path& folder) {
  if (file.empty()) return;
  std::error_code error;
  const fs::path target = folder / fs::path(file).filename();
  if (fs::equivalent(file, target, error)) return;
  fs::copy_file(file, target, fs::copy_options::overwrite_existing, error);
  if (error) {
    throw Error(ErrorKind::kRuntime, fmt::format("cannot copy '{}' to '{}': {}", file,
                                                 target.string(), error.message()));
  }
}

fs::path Target(const fs::path& folder, const ConvertSettings& settings) {
  fs::path target = folder / ("inference." + settings.to);
  std::error_code error;
  if (fs::exists(target, error) && !settings.force) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("'{}' is there already; --force replaces it", target.string()));
  }
  fs::create_directories(folder, error);
  if (error) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot make folder '{}': {}", folder.string(), error.message()));
  }
  return target;
}

void ConvertModel(const vision::ModelFiles& files, const fs::path& output,
                  const ConvertSettings& settings) {
  RuntimeOption option;
  option.SetModelPath(files.model, files.params, AUTOREC);
  const ModelFile file = OpenModelFile(option);
  if (file.format != PADDLE || (settings.to == "pdmodel" && file.pir.empty())) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("'{}' cannot be converted to {}: Paddle models can, and to pdmodel "
                            "those of Paddle 3 (inference.json)",
                            files.model, settings.to));
  }
  const fs::path target = Target(output, settings);
  if (settings.to == "pdmodel") {
    WriteFile(target, file.model);
    CopyInto(file.params_path, output);
  } else {
    WriteOnnx(file, fs::absolute(target).string(), settings.paddle2onnx);
  }
  CopyInto(files.config, output);
  fmt::print("{}\n", target.string());
}

}  // namespace

void Convert(const ConvertSettings& settings) {
  std::error_code error;
  if (fs::is_regular_file(settings.model, error)) {
    const fs::path beside = fs::absolute(settings.model).parent_path();
    const fs::path output = settings.output.empty() ? beside : fs::path(settings.output);
    return ConvertModel({settings.model, "", ""}, output, settings);
  }
  const fs::path source = ResolveModel(settings.model);
  const fs::path output = settings.output.empty() ? source : fs::path(settings.output);
  bool pipeline = false;
  for (const char* part : {"det", "cls", "rec"}) {
    if (!fs::is_directory(source / part)) continue;
    pipeline = true;
    ConvertModel(vision::FindModelFolder((source / part).string()), output / part, settings);
  }
  if (!pipeline) ConvertModel(vision::FindModelFolder(source.string()), output, settings);
}

}  // namespace fastdeploy::cli
