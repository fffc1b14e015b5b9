// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/fetch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

/// Without what Python adds for the current folder, in which anything may lie.
constexpr const char* kProgram =
    "import sys; sys.path = [path for path in sys.path if path]; "
    "from fastdeploy.models.__main__ import main; sys.exit(main())";

/// Runs a program and returns its exit code; -1: it was killed. It reads nothing, and writes to
/// standard error only, unless `prints`.
int Run(std::vector<std::string> words, bool prints) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (!prints) posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  pid_t child = -1;
  const int failure =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) {
    throw Error(ErrorKind::kRuntime,
                fmt::format("cannot run '{}', which is to fetch models: {}", arguments[0],
                            std::generic_category().message(failure)));
  }
  int status = 0;
  while (waitpid(child, &status, 0) == -1 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void Fetch(const std::vector<std::string>& names, const std::string& wheels, bool prints) {
  const char* python = std::getenv("FASTDEPLOY_PYTHON");
  if (python == nullptr || *python == '\0') {
    throw Error(
        ErrorKind::kUnsupported,
        fmt::format("the command of the Python package fetches it: `fastdeploy models fetch "
                    "{0}`; in a checkout: `./dev models {0}`",
                    fmt::join(names, " ")));
  }
  std::vector<std::string> words = {python, "-c", kProgram};
  if (!wheels.empty()) words.insert(words.end(), {"--wheels", wheels});
  words.emplace_back("--");
  words.insert(words.end(), names.begin(), names.end());
  if (Run(std::move(words), prints) == 0) return;
  throw Error(ErrorKind::kRuntime, fmt::format("cannot fetch {}", fmt::join(names, ", ")));
}

}  // namespace

void FetchModels(const std::vector<std::string>& names, const std::string& wheels) {
  Fetch(names, wheels, true);
}

void FetchModel(const std::string& name) { Fetch({name}, "", false); }

}  // namespace fastdeploy::cli
