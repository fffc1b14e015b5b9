// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/convert.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#include "apps/cli/models.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/model_folder.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPaddle2onnx = "paddle2onnx";
/// Its status where the program cannot be started, as in a shell.
constexpr int kNotStarted = 127;

void WriteFile(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw Error(ErrorKind::kRuntime, fmt::format("cannot write '{}'", path.string()));
}

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

/// Runs a program to its end and gives its exit status.
int RunProgram(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);  // its chatter is no output of ours
    execvp(arguments[0], arguments.data());
    _exit(kNotStarted);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0) {
    throw Error(ErrorKind::kRuntime,
                fmt::format("cannot run {}: {}", words[0], std::strerror(errno)));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Through the PyPI tool paddle2onnx, which reads `.pdmodel`.
void WriteOnnx(const fs::path& folder, const std::string& params, const fs::path& target,
               const ConvertSettings& settings) {
  const std::string program = settings.paddle2onnx.empty() ? kPaddle2onnx : settings.paddle2onnx;
  const int status =
      RunProgram({program, "--model_dir", folder.string(), "--model_filename", "inference.pdmodel",
                  "--params_filename", params, "--save_file", target.string(), "--opset_version",
                  "16", "--enable_onnx_checker", "True"});
  if (status == kNotStarted) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("the program {} is not there; install it with `pip install "
                            "paddle2onnx==1.2.4` (it needs no Paddle), or name it with "
                            "--paddle2onnx",
                            program));
  }
  if (status != 0 || !fs::exists(target)) {
    throw Error(ErrorKind::kRuntime,
                fmt::format("{} could not convert the model (status {})", program, status));
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

/// A folder that is gone with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (fs::temp_directory_path() / "fastdeploy-convert-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw Error(ErrorKind::kRuntime, fmt::format("cannot make a folder like '{}'", pattern));
    }
    path_ = pattern;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& Path() const { return path_; }

 private:
  fs::path path_;
};

void ConvertModel(const ModelFolder& files, const fs::path& output,
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
    const ScratchFolder scratch;
    WriteFile(scratch.Path() / "inference.pdmodel", file.model);
    WriteOnnx(scratch.Path(), fs::absolute(file.params_path).string(), fs::absolute(target),
              settings);
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
    ConvertModel(FindModelFolder((source / part).string()), output / part, settings);
  }
  if (!pipeline) ConvertModel(FindModelFolder(source.string()), output, settings);
}

}  // namespace fastdeploy::cli
