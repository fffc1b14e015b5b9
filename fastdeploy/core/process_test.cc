// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/process.h"

#include <sys/wait.h>
#include <unistd.h>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

/// The exit status of a forked child that runs `call`.
int InChild(const std::function<int()>& call) {
  const pid_t child = fork();
  if (child == 0) _exit(call());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(ProcessMark, IsForkedInTheChildOnly) {
  const ProcessMark mark;
  EXPECT_FALSE(mark.Forked());
  mark.Require("this model");
  EXPECT_EQ(InChild([&] {
              const ProcessMark own;
              if (!mark.Forked() || own.Forked()) return 1;
              return InChild([&] { return own.Forked() && mark.Forked() ? 0 : 2; });
            }),
            0);
  EXPECT_FALSE(mark.Forked());
}

TEST(ProcessMark, SaysWhatToDo) {
  const ProcessMark mark;
  EXPECT_EQ(InChild([&] {
              const Error error = testing::ThrownBy([&] { mark.Require("this model"); });
              const std::string text = error.what();
              return text.find("this model was made before") == 0 ? 0 : 1;
            }),
            0);
}

}  // namespace
}  // namespace fastdeploy
