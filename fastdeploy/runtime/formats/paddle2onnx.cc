// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/paddle2onnx.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/core/internal/scratch_folder.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

/// The status if the program cannot be started, as in a shell.
constexpr int kNotStarted = 127;
constexpr size_t kLongestReason = 300;

/// Runs a program until it ends and returns its exit status. Its output goes to the file `output`.
int RunProgram(const std::vector<std::string>& words, const fs::path& output) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT,
                                   0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t child = 0;
  const int failed =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed == ENOENT || failed == EACCES) return kNotStarted;
  int status = 0;
  if (failed != 0 || waitpid(child, &status, 0) < 0) {
    throw Error(ErrorKind::kRuntime, fmt::format("cannot run {}: {}", words[0],
                                                 std::strerror(failed != 0 ? failed : errno)));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The last line of a program's output.
std::string LastLine(const fs::path& output) {
  std::string text = ReadTextFile(output.string());
  text.erase(text.find_last_not_of(" \r\n") + 1);
  return text.substr(text.rfind('\n') + 1).substr(0, kLongestReason);
}

std::string ProgramName(const std::string& given) {
  if (!given.empty()) return given;
  const char* named = std::getenv("FASTDEPLOY_PADDLE2ONNX");
  return named == nullptr || *named == '\0' ? "paddle2onnx" : named;
}

}  // namespace

void WriteOnnx(const ModelFile& model, const std::string& target, const std::string& program) {
  const ScratchFolder scratch;
  WriteFile(scratch.Path() / "inference.pdmodel", model.model);
  fs::path params = scratch.Path() / "inference.pdiparams";
  if (model.params_path.empty()) {
    WriteFile(params, model.params);
  } else {
    params = fs::absolute(model.params_path);
  }
  const std::string name = ProgramName(program);
  const fs::path output = scratch.Path() / "output.txt";
  const int status =
      RunProgram({name, "--model_dir", scratch.Path().string(), "--model_filename",
                  "inference.pdmodel", "--params_filename", params.string(), "--save_file", target,
                  "--opset_version", "16", "--enable_onnx_checker", "True"},
                 output);
  if (status == kNotStarted) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot run the program {}; install it with `pip install "
                            "paddle2onnx==1.2.4` (it needs no Paddle), or name it with "
                            "$FASTDEPLOY_PADDLE2ONNX",
                            name));
  }
  if (status != 0 || !fs::exists(target)) {
    throw Error(ErrorKind::kRuntime,
                fmt::format("{} could not convert the model (exit status {}): {}", name, status,
                            LastLine(output)));
  }
}

}  // namespace fastdeploy
