// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/convert.h"

#include <fmt/format.h>

#include <filesystem>

#include "apps/cli/models.h"
#include "apps/cli/output.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/model_tools.h"
#include "fastdeploy/runtime/runtime_option.h"
#include "fastdeploy/vision/model_files.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

/// Copies a file into a folder, unless it is already in it.
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

/// `output` is a folder, or the path of the model.
void ConvertFiles(const vision::ModelFiles& files, const fs::path& output,
                  const ConvertSettings& settings) {
  RuntimeOption option;
  option.SetModelPath(files.model, files.params, AUTOREC);
  const fs::path target = output.extension() == ".onnx" ? output : output / "inference.onnx";
  ConvertModel(option, target.string(),
               {.replace = settings.force, .external_weights = settings.external_weights});
  if (output.extension() != ".onnx") CopyInto(files.config, output);
  Print(target.string() + "\n");
}

}  // namespace

void Convert(const ConvertSettings& settings) {
  std::error_code error;
  if (fs::is_regular_file(settings.model, error)) {
    const fs::path beside = fs::absolute(settings.model, error).parent_path();
    const fs::path output = settings.output.empty() ? beside : fs::path(settings.output);
    return ConvertFiles({.model = settings.model}, output, settings);
  }
  const fs::path source = ResolveModel(settings.model);
  const fs::path output = settings.output.empty() ? source : fs::path(settings.output);
  bool pipeline = false;
  for (const char* part : {"det", "cls", "rec"}) {
    if (!fs::is_directory(source / part, error)) continue;
    if (output.extension() == ".onnx") {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("'{}' has several models: expected a folder as output, not '{}'",
                              settings.model, settings.output));
    }
    pipeline = true;
    ConvertFiles(vision::FindModelFolder((source / part).string()), output / part, settings);
  }
  if (!pipeline) ConvertFiles(vision::FindModelFolder(source.string()), output, settings);
}

}  // namespace fastdeploy::cli
