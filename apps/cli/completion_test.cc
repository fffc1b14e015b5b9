// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/completion.h"

#include <array>
#include <cstdio>

#include "tests/testing/testing.h"

namespace fastdeploy::cli {
namespace {

using ::testing::StartsWith;

/// What bash suggests for the last of these words.
std::string Completed(const std::string& script, const std::string& words, int index) {
  const std::string command = "bash -c '" + script + "COMP_WORDS=(" + words +
                              "); COMP_CWORD=" + std::to_string(index) +
                              "; _fastdeploy; echo ${COMPREPLY[@]}'";
  std::FILE* shell = popen(command.c_str(), "r");
  std::array<char, 1000> line = {};
  (void)std::fgets(line.data(), line.size(), shell);
  pclose(shell);
  return line.data();
}

TEST(CompletionScript, CompletesCommandsOptionsAndModels) {
  CLI::App app;
  app.add_subcommand("ocr", "")->add_option("-m,--model,--max-threads");
  app.add_subcommand("models", "")->add_subcommand("fetch", "");
  std::string script = CompletionScript(app, {"small", "tiny", "large"}, "bash");
  std::string quoted;
  for (const char c : script) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  EXPECT_EQ(Completed(quoted, "fastdeploy o", 1), "ocr\n");
  EXPECT_EQ(Completed(quoted, "fastdeploy ocr --m", 2), "--model --max-threads\n");
  EXPECT_EQ(Completed(quoted, "fastdeploy ocr --model s", 3), "small\n");
  EXPECT_EQ(Completed(quoted, "fastdeploy models f", 2), "fetch\n");
  EXPECT_EQ(Completed(quoted, "fastdeploy models fetch t", 3), "tiny\n");
  EXPECT_EQ(Completed(quoted, "fastdeploy ocr p", 2), "\n") << "files: by -o default";
}

TEST(CompletionScript, IsThatOfBashInZsh) {
  CLI::App app;
  app.add_subcommand("ocr", "");
  const std::string zsh = CompletionScript(app, {}, "zsh");
  EXPECT_THAT(zsh, StartsWith("autoload -U +X bashcompinit && bashcompinit\n"));
  EXPECT_TRUE(zsh.ends_with(CompletionScript(app, {}, "bash")));
}

}  // namespace
}  // namespace fastdeploy::cli
