// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/python.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

constexpr const char* kVariable = "FASTDEPLOY_PYTHON";

/// Without what Python adds for the current folder, in which anything may lie.
constexpr const char* kProgram =
    "import sys; sys.path = [path for path in sys.path if path]; "
    "from {} import main; sys.exit(main())";

}  // namespace

bool HasPython() {
  const char* python = std::getenv(kVariable);
  return python != nullptr && *python != '\0';
}

int RunPython(const std::string& module, const std::vector<std::string>& arguments, bool prints) {
  std::vector<std::string> words = {std::getenv(kVariable), "-c",
                                    fmt::format(fmt::runtime(kProgram), module)};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (!prints) posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  pid_t child = -1;
  const int failure =
      posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) {
    throw Error(ErrorKind::kRuntime,
                fmt::format("cannot run '{}', the Python that has the package: {}", pointers[0],
                            std::generic_category().message(failure)));
  }
  int status = 0;
  while (waitpid(child, &status, 0) == -1 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace fastdeploy::cli
