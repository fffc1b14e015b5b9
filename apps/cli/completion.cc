// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace fastdeploy::cli {
namespace {

constexpr const char* kZsh = "autoload -U +X bashcompinit && bashcompinit\n";

// What is neither an option nor a name is completed as a file, by `-o default`.
constexpr const char* kScript = R"(_fastdeploy() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="{commands}"
  elif [ "$previous" = -m ] || [ "$previous" = --model ] || [ "$previous" = fetch ]; then
    words="{models}"
  else
    case "${{COMP_WORDS[1]}} $current" in
{cases}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _fastdeploy fastdeploy
)";

std::vector<std::string> LongOptions(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

}  // namespace

std::string CompletionScript(const CLI::App& app, const std::vector<std::string>& models,
                             const std::string& shell) {
  std::vector<std::string> commands;
  std::string cases;
  for (const CLI::App* command : app.get_subcommands({})) {
    commands.push_back(command->get_name());
    cases += fmt::format("      '{} -'*) words=\"{}\" ;;\n", command->get_name(),
                         fmt::join(LongOptions(*command), " "));
    std::vector<std::string> below;
    for (const CLI::App* one : command->get_subcommands({})) below.push_back(one->get_name());
    if (below.empty()) continue;
    cases +=
        fmt::format("      '{} '*) words=\"{}\" ;;\n", command->get_name(), fmt::join(below, " "));
  }
  for (const std::string& option : LongOptions(app)) commands.push_back(option);
  return (shell == "zsh" ? kZsh : "") +
         fmt::format(kScript, fmt::arg("commands", fmt::join(commands, " ")),
                     fmt::arg("models", fmt::join(models, " ")), fmt::arg("cases", cases));
}

}  // namespace fastdeploy::cli
